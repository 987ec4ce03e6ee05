import type { Host } from "./host.ts";
import { TextLineStream } from "../harness/browser/text_lines.ts";

/** A way for the test alone to browsers in another namespace: no packet of a call can take it. */
export interface PortForward extends AsyncDisposable {
  /** Ports of 127.0.0.1 that lead to the same ports of 127.0.0.1 there. */
  readonly ports: readonly number[];
}

/** Opens it, by a socket in a file, which namespaces of the network do not keep apart. */
export async function forwardPorts(to: Host, ports: readonly number[]): Promise<PortForward> {
  const folder = await Deno.makeTempDir();
  const [program = "", ...enter] = to.enter;
  const args = [...enter, Deno.execPath(), "run", "-A", "--no-check", import.meta.filename ?? ""];
  const far = new Deno.Command(program, {
    args: [...args, folder, ...ports.map(String)],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const lines = far.stdout.pipeThrough(new TextLineStream()).getReader();
  if ((await lines.read()).done) throw new Error("the gate does not open");
  const near = ports.map((port) => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port });
    void pass(listener, () => Deno.connect({ transport: "unix", path: `${folder}/${port}` }));
    return listener;
  });
  return {
    ports,
    async [Symbol.asyncDispose]() {
      for (const one of near) one.close();
      far.kill();
      await lines.cancel();
      await far.status;
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** Every connection that comes is joined with one that is made, until either ends. */
async function pass(from: Deno.Listener, to: () => Promise<Deno.Conn>): Promise<void> {
  for await (const one of from) {
    const other = await to().catch(() => null);
    if (!other) one.close();
    else {
      const ways = [one.readable.pipeTo(other.writable), other.readable.pipeTo(one.writable)];
      for (const way of ways) way.catch(() => {});
    }
  }
}

if (import.meta.main) {
  const [folder, ...ports] = Deno.args;
  for (const port of ports) {
    const listener = Deno.listen({ transport: "unix", path: `${folder}/${port}` });
    void pass(listener, () => Deno.connect({ hostname: "127.0.0.1", port: Number(port) }));
  }
  console.log("open");
}
