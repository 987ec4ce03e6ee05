/** The slice of Trusted Types that is used (W3C Trusted Types §2.3). */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(name: string): string }): {
    createScriptURL(name: string): string;
  };
}

declare global {
  // Chromium has it, and newer Firefox.
  var trustedTypes: TrustedTypes | undefined;
}

/**
 * Gives a function that names the scripts of workers, under a policy that the page's headers allow
 * and that gives these addresses and no other.
 */
export function scriptsUnder<Name extends string>(
  policyName: string,
  addresses: Readonly<Record<Name, string>>,
): (name: Name) => string {
  const known = new Map<string, string>(Object.entries(addresses));
  const policy = globalThis.trustedTypes?.createPolicy(policyName, {
    createScriptURL: (name) => known.get(name) ?? "",
  });
  return (name) => policy?.createScriptURL(name) ?? addresses[name];
}
