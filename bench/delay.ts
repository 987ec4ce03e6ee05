/** A TCP proxy that holds every byte back for a while, in order and at full throughput. */
export interface Delay {
  readonly port: number;
  close(): void;
}

const ONE_WAY_MS = 50;

/** Ways to the server under which set-up is measured; the word chooses one in the command line. */
const WAYS = [
  { word: "loopback", name: "loopback", oneWayMs: 0 },
  { word: "delayed", name: `${2 * ONE_WAY_MS} ms round trip`, oneWayMs: ONE_WAY_MS },
] as const;

/** Ways that these arguments name, or all of them. */
export function chosenWays(args: readonly string[]): readonly (typeof WAYS)[number][] {
  const chosen = WAYS.filter(({ word }) => args.includes(word));
  return chosen.length > 0 ? chosen : WAYS;
}

/** Forwards a free port to `port` on loopback; `oneWay` milliseconds in each direction. */
export function delay(port: number, oneWay: number): Delay {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.TcpConn>();
  accept(listener, async (near) => {
    open.add(near);
    near.setNoDelay(true);
    const far = await Deno.connect({ hostname: "127.0.0.1", port });
    open.add(far);
    far.setNoDelay(true);
    await Promise.allSettled([late(near, far, oneWay), late(far, near, oneWay)]);
    for (const end of [near, far]) {
      if (open.delete(end)) shut(end);
    }
  });
  return {
    port: listener.addr.port,
    close() {
      listener.close();
      open.forEach(shut);
      open.clear();
    },
  };
}

async function accept(
  listener: Deno.TcpListener,
  serve: (near: Deno.TcpConn) => Promise<void>,
): Promise<void> {
  try {
    for await (const near of listener) serve(near).catch(() => shut(near));
  } catch {
    // Closed.
  }
}

function shut(end: Deno.TcpConn): void {
  try {
    end.close();
  } catch {
    // Reading to the end has closed it already.
  }
}

/** Reads on while it writes, so that many chunks are on their way at once. */
async function late(from: Deno.TcpConn, to: Deno.TcpConn, by: number): Promise<void> {
  let before = Promise.resolve();
  const pass = (write: () => Promise<unknown>) => {
    const due = new Promise((resolve) => setTimeout(resolve, by));
    before = before.then(() => due).then(write).then(() => {}, () => {});
  };
  for await (const chunk of from.readable.values({ preventCancel: true })) {
    pass(async () => {
      for (let at = 0; at < chunk.length;) at += await to.write(chunk.subarray(at));
    });
  }
  pass(() => to.closeWrite());
  await before;
}
