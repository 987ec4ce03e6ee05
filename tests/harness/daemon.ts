import { follow } from "./process.ts";

/** A server of another project, as its package installs it. */
export interface Daemon extends AsyncDisposable {
  readonly pid: number;
  /** Resolves when it has ended and all that it said was read. */
  readonly status: Promise<Deno.CommandStatus>;
  /** All that it said on both streams. */
  text(): string;
  /** Ends it at once, without a last word. */
  kill(): Promise<void>;
  /** Waits until it says this; throws when it ends or takes too long. */
  until(form: RegExp): Promise<RegExpExecArray>;
}

const TIMEOUT_MS = 10_000;

/** Where a program is, or null; Debian keeps servers out of the path of people. */
export function where(name: string): string | null {
  const folders = `${Deno.env.get("PATH") ?? ""}:/usr/sbin:/sbin`.split(":");
  for (const folder of folders) {
    try {
      if (Deno.statSync(`${folder}/${name}`).isFile) return `${folder}/${name}`;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

/** True when a program is missing, which is said so that nobody takes a skipped test for a passed one. */
export function lacks(name: string, debianPackage = name): boolean {
  if (where(name)) return false;
  console.log(`!!! ${name} IS MISSING. Tests that need it are SKIPPED, not passed.`);
  console.log(`!!! Install it: apt-get install --no-install-recommends ${debianPackage}\n`);
  return true;
}

/** Starts a program. */
export function daemon(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Daemon {
  const child = new Deno.Command(where(name) ?? name, {
    args: [...args],
    env,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [out, err] = [follow(child.stdout), follow(child.stderr)];
  const text = () => out.text() + err.text();
  const status = Promise.all([child.status, out.ended, err.ended]).then(([status]) => status);
  async function end(signal: Deno.Signal): Promise<void> {
    try {
      child.kill(signal);
    } catch {
      // It is gone already.
    }
    await status;
  }
  return {
    pid: child.pid,
    status,
    text,
    kill: () => end("SIGKILL"),
    async until(form) {
      const timer = setTimeout(() => child.kill("SIGKILL"), TIMEOUT_MS);
      await Promise.any([out.until(form), err.until(form)]).catch(() => {});
      clearTimeout(timer);
      const found = form.exec(text());
      if (!found) throw new Error(`${name} never said ${form}: ${text()}`);
      return found;
    },
    [Symbol.asyncDispose]: () => end("SIGTERM"),
  };
}

/** Ends a program as Ctrl-C does, and waits until it has said goodbye, or does not. */
export async function endByInterrupt({ pid, status, kill }: Daemon): Promise<void> {
  const timer = setTimeout(kill, TIMEOUT_MS);
  try {
    Deno.kill(pid, "SIGINT");
  } catch {
    // It has ended by itself.
  }
  await status;
  clearTimeout(timer);
}

/** A port that nobody has, below those that the kernel hands out by itself. */
export function freePort(): number {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
      return port;
    } catch {
      // Taken: another one.
    }
  }
}
