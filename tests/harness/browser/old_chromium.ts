import { brotliDecompressSync } from "node:zlib";

/** The Chromium that many browsers sold under other names were built on. */
const VERSION = "119.0.2";
const SHA256 = "1ae5d6923c913576c10586defdedb1e507541d81e7fdc595ef9930c889800ea3";
const FOLDER = `.cache/chromium-${VERSION}`;
const KEPT = `${FOLDER}/chromium`;

/** Flags that it needs to run. One process for everything: it ends with the first page that closes. */
export const OLD_ARGS = ["--headless", "--single-process", "--no-zygote"];

/** The binary of Chromium 119, unpacked once from the npm package that carries it. */
export async function oldChromium(): Promise<string> {
  if (await exists(KEPT)) return `${Deno.cwd()}/${KEPT}`;
  const folder = await Deno.makeTempDir();
  try {
    const imports = { chromium: `npm:@sparticuz/chromium@${VERSION}` };
    const config = { nodeModulesDir: "auto", lock: false, imports };
    await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify(config));
    const install = new Deno.Command(Deno.execPath(), { args: ["install"], cwd: folder });
    const { success, stderr } = await install.output();
    if (!success) throw new Error(`no Chromium 119: ${new TextDecoder().decode(stderr)}`);
    const packed = await Deno.readFile(
      `${folder}/node_modules/@sparticuz/chromium/bin/chromium.br`,
    );
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", packed)).toHex();
    if (hash !== SHA256) throw new Error(`Chromium 119 is not the known one: ${hash}`);
    await Deno.mkdir(FOLDER, { recursive: true });
    // Renamed when whole, so that a run that was cut short leaves nothing half unpacked.
    await Deno.writeFile(`${KEPT}.part`, brotliDecompressSync(packed), { mode: 0o755 });
    await Deno.rename(`${KEPT}.part`, KEPT);
    return `${Deno.cwd()}/${KEPT}`;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
