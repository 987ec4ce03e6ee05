import { ROOT } from "./deploy_files.ts";
import { fromFileUrl, toFileUrl } from "./paths.ts";
import { start } from "./process.ts";

/** The project in another folder, installed. */
export interface Checkout extends AsyncDisposable {
  readonly path: string;
  readonly url: URL;
  /** Runs a task until it ends. */
  task(...words: string[]): Promise<{ readonly code: number; readonly said: string }>;
  /** Starts `deno task start`, or another task that serves. */
  serve(env: Record<string, string>, task?: string): ReturnType<typeof start>;
}

/** A page that is built in a moment. */
const SLIM = {
  "client/main.tsx": "document.title = 'slim'; import('./deferred.ts');",
  "static/index.html": `<!doctype html><link rel="icon" href="/assets/icon.svg">
    <link rel="manifest" href="/assets/manifest.webmanifest">
    <link rel="stylesheet" href="/assets/style.css">
    <script type="module" src="/assets/main.js"></script>
    <div data-deferred="/assets/deferred.js"></div>`,
  "static/style.css": "p { color: red }",
  "client/deferred.ts": "document.title += ' and late';",
};
const FILES = ["main.ts", "config.ts", "deno.json", "deno.lock", "tests/deno.json"];
const FOLDERS = ["protocol", "routes", "signaling", "static", "tests/assert"];
const MORE = ["bench/deno.json", "client/deno.json"];

/** Copies what the service needs, with a slim page, into a folder of this name. */
export async function checkout(name = "visavis"): Promise<Checkout> {
  const parent = await Deno.makeTempDir();
  const path = `${parent}/${name}`;
  const url = toFileUrl(`${path}/`);
  for (const one of [...FILES, ...FOLDERS, ...MORE]) {
    const target = fromFileUrl(new URL(one, url));
    await Deno.mkdir(target.slice(0, target.lastIndexOf("/")), { recursive: true });
    const args = ["-r", fromFileUrl(new URL(one, ROOT)), target];
    const { success } = await new Deno.Command("cp", { args }).output();
    if (!success) throw new Error(`${one} was not copied`);
  }
  for (const [file, text] of Object.entries(SLIM)) {
    await Deno.writeTextFile(new URL(file, url), text);
  }
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: path })
      .output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, said: text(stdout) + text(stderr) };
  };
  const installed = await run(
    "install",
    "--frozen",
    "--entrypoint",
    "main.ts",
    "routes/build/build.ts",
  );
  if (installed.code !== 0) throw new Error(installed.said);
  return {
    path,
    url,
    task: (...words) => run("task", "--quiet", ...words),
    async serve(env, task = "start") {
      const { tasks } = JSON.parse(await Deno.readTextFile(new URL("deno.json", url)));
      const [, ...rest] = `${tasks[task].command}`.split(" ");
      return await start({ command: [Deno.execPath(), ...rest], cwd: path, env });
    },
    [Symbol.asyncDispose]: () => Deno.remove(parent, { recursive: true }),
  };
}
