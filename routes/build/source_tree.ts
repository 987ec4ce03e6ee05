/** Files of the source tree by path relative to its root, with forward slashes. */
export type Tree = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** Folders that the page is built from. */
export const SOURCES = ["client", "protocol", "static"] as const;

/** Reads folders of the tree. A symbolic link is refused: it could point out of the tree. */
export async function readTree(root: URL, folders: readonly string[]): Promise<Tree> {
  const tree = new Map<string, Uint8Array<ArrayBuffer>>();
  const walk = async (path: string): Promise<void> => {
    const entries: Deno.DirEntry[] = [];
    for await (const entry of Deno.readDir(new URL(`${path}/`, root))) entries.push(entry);
    entries.sort((a, b) => a.name < b.name ? -1 : 1);
    for (const entry of entries) {
      const name = `${path}/${entry.name}`;
      if (entry.isSymlink) throw new Error(`${name} is a symbolic link`);
      if (entry.name.startsWith(".")) continue;
      if (entry.isDirectory) await walk(name);
      else tree.set(name, await Deno.readFile(new URL(name, root)));
    }
  };
  for (const folder of folders) await walk(folder);
  return tree;
}

/** One SHA-256, in hex, over names and contents. */
export async function fingerprint(tree: Tree): Promise<string> {
  const lines: string[] = [];
  for (const [name, bytes] of tree) lines.push(`${name} ${await hashOf(bytes)}\n`);
  return await hashOf(new TextEncoder().encode(lines.sort().join("")));
}

/** SHA-256 in hex. */
export async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
