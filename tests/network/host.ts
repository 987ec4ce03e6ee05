import { sh } from "../harness/sh.ts";
import { TextLineStream } from "../harness/browser/text_lines.ts";

/** A network namespace of its own with a cable to {@link BRIDGE}. It ends with whoever made it. */
export interface Host extends AsyncDisposable {
  /** The words that run a program there, before its own. */
  readonly enter: readonly string[];
  /** Runs a program there and gives what it prints. */
  sh(...words: string[]): Promise<string>;
}

/** Bridge of the hosts' cables, in the namespace of the test. */
export const BRIDGE = "world";

/**
 * Makes one. A process that waits for its input holds it, so nothing is left of it, however the
 * test ends.
 */
export async function host(): Promise<Host> {
  const holder = new Deno.Command("unshare", {
    args: ["--net", "sh", "-c", "ip link set lo up && echo up && exec cat"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const lines = holder.stdout.pipeThrough(new TextLineStream()).getReader();
  if ((await lines.read()).done) throw new Error("no namespace: is this root, on Linux?");
  const enter = ["nsenter", `--net=/proc/${holder.pid}/ns/net`];
  return {
    enter,
    sh: (...words) => sh("nsenter", ...enter.slice(1), ...words),
    async [Symbol.asyncDispose]() {
      await holder.stdin.close();
      await lines.read();
      await holder.status;
    },
  };
}

let cables = 0;

/** A cable between two hosts; gives the names of its ends. Null: the bridge is its other end. */
export async function cable(near: Host, far: Host | null): Promise<[string, string]> {
  const name = `cable${cables++}`;
  const [end, other] = [`${name}n`, `${name}f`];
  await sh("ip", "link", "add", end, "type", "veth", "peer", "name", other);
  await sh("ip", "link", "set", end, "netns", pidOf(near));
  await near.sh("ip", "link", "set", end, "up");
  if (far) {
    await sh("ip", "link", "set", other, "netns", pidOf(far));
    await far.sh("ip", "link", "set", other, "up");
  } else {
    await sh("ip", "link", "set", other, "master", BRIDGE, "up");
  }
  return [end, other];
}

const pidOf = ({ enter }: Host) => /\d+/.exec(enter.join(" "))?.[0] ?? "";
