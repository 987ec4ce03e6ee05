/** The two families of browsers that are driven here. */
export type Kind = "chromium" | "firefox";
/** Both of them. */
export const BOTH = ["chromium", "firefox"] as const satisfies readonly Kind[];

const names: Record<Kind, readonly string[]> = {
  chromium: ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"],
  firefox: ["firefox-esr", "firefox"],
};

/** The binary of a browser: `CHROMIUM` or `FIREFOX`, else the first on the PATH, else null. */
export function where(kind: Kind): string | null {
  const told = Deno.env.get(kind.toUpperCase());
  if (told) return told;
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  for (const name of names[kind]) {
    for (const folder of folders) {
      try {
        if (Deno.statSync(`${folder}/${name}`).isFile) return `${folder}/${name}`;
      } catch {
        // Not in this folder.
      }
    }
  }
  return null;
}

/** True when one of these browsers is missing: such a test is skipped, and said so. */
export function lacks(...kinds: Kind[]): boolean {
  return kinds.some((kind) => where(kind) === null);
}
