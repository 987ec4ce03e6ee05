import { assertEquals } from "@std/assert";
import { ROOT } from "./deploy_files.ts";

/** `deno task doctor` with these settings alone. */
export async function doctor(env: Record<string, string>, ...args: string[]) {
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const [, ...rest]: string[] = tasks.doctor.command.split(" ");
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...rest, ...args],
    cwd: ROOT,
    clearEnv: true,
    env: { PATH: Deno.env.get("PATH") ?? "", HOME: Deno.env.get("HOME") ?? "", ...env },
  }).output();
  const text = new TextDecoder().decode(stdout);
  assertEquals(new TextDecoder().decode(stderr), "");
  return { code, text };
}
