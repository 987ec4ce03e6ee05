/** True when the environment is that of `deploy/visavis.env`, filled in for compose.yaml. */
export function isCompose(get: (name: string) => string | undefined): boolean {
  return ["DOMAIN", "PRIVATE_IP", "NATS_USER"].every((name) => get(name));
}

/**
 * Settings that compose.yaml gives a process: the lines `    NAME: "value"` under its first
 * `environment:`, with `${NAME:?}` and `${NAME:-}` filled in. What is needed and empty is a
 * problem, as it is for `docker compose`.
 */
export function composeSettings(
  yaml: string,
  get: (name: string) => string | undefined,
): { readonly settings: ReadonlyMap<string, string>; readonly problems: readonly string[] } {
  const [, block = ""] = /^ {2}environment:\n((?: {4}.*\n)+)/m.exec(yaml) ?? [];
  const settings = new Map<string, string>();
  const missing = new Set<string>();
  for (const [, name = "", value = ""] of block.matchAll(/^ {4}([A-Z_]+): "?(.*?)"?$/gm)) {
    settings.set(
      name,
      value.replace(/\$\{(\w+)(:\?|:-)\}/g, (_, wanted: string, how: string) => {
        const given = get(wanted) ?? "";
        if (given === "" && how === ":?") missing.add(wanted);
        return given;
      }),
    );
  }
  return { settings, problems: [...missing].map((name) => `${name} is empty`) };
}
