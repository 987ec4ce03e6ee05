import { instructions, ROOT } from "./deploy_files.ts";
import { fromFileUrl } from "./paths.ts";

/** The image that the Dockerfile describes, as a folder. */
export interface Image extends AsyncDisposable {
  readonly folder: string;
  /** Variables that ENV sets. */
  readonly env: Readonly<Record<string, string>>;
  /** A user who may write nowhere in it; undefined where one cannot become another. */
  readonly uid: number | undefined;
}

const NOBODY_UID = 65_534;

/** Carries out every COPY and RUN of the Dockerfile in a folder of its own. */
export async function buildImage(): Promise<Image> {
  const folder = await Deno.makeTempDir();
  await Deno.chmod(folder, 0o755);
  const tools = await Deno.makeTempDir();
  await Deno.symlink(Deno.execPath(), `${tools}/deno`);
  const env: Record<string, string> = {};
  for (const { word, rest } of instructions()) {
    const parts = rest.split(/\s+/);
    if (word === "COPY") await copy(parts.slice(0, -1), parts.at(-1) ?? "", folder);
    if (word === "RUN") await run(rest, folder, tools);
    if (word === "ENV") Object.assign(env, Object.fromEntries(parts.map((p) => p.split("="))));
  }
  return {
    folder,
    env,
    uid: await stranger(),
    async [Symbol.asyncDispose]() {
      await Deno.remove(folder, { recursive: true });
      await Deno.remove(tools, { recursive: true });
    },
  };
}

async function copy(sources: readonly string[], target: string, folder: string): Promise<void> {
  for (const source of sources) {
    const into = target.endsWith("/") ? `${target}${source}` : target;
    const path = `${folder}/${into}`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    const args = ["-r", fromFileUrl(new URL(source, ROOT)), path];
    const { success } = await new Deno.Command("cp", { args }).output();
    if (!success) throw new Error(`COPY ${source} ${target} failed`);
  }
}

async function run(line: string, cwd: string, tools: string): Promise<void> {
  const PATH = `${tools}:${Deno.env.get("PATH")}`;
  const { success, stderr } = await new Deno.Command("sh", {
    args: ["-c", line],
    cwd,
    env: { PATH },
  }).output();
  if (!success) throw new Error(`RUN ${line}: ${new TextDecoder().decode(stderr)}`);
}

async function stranger(): Promise<number | undefined> {
  if (Deno.uid() !== 0) return undefined;
  const who = { uid: NOBODY_UID, gid: NOBODY_UID, cwd: "/" };
  const able = await new Deno.Command(Deno.execPath(), { args: ["--version"], ...who })
    .output().catch(() => null);
  return able?.success ? NOBODY_UID : undefined;
}
