/** A wire between two programs that a test can cut: bytes then stay where they are. */
export interface Cut extends AsyncDisposable {
  readonly port: number;
  /**
   * Nothing passes any more, in either direction or in the one that is named; connections stay
   * open, as behind a dead router.
   */
  cut(direction?: Direction): void;
  heal(): void;
}

/** `there`: to the target. */
export type Direction = "there" | "back" | "both";

/** Passes every connection on to the port on this machine that `target` names at that moment. */
export function cuttable(target: () => number): Cut {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  const healed = { there: Promise.resolve(), back: Promise.resolve() };
  let heal = () => {};

  async function pass(
    from: Deno.Conn,
    to: Deno.Conn,
    direction: "there" | "back",
  ): Promise<void> {
    const chunk = new Uint8Array(65_536);
    try {
      for (let size = await from.read(chunk); size !== null; size = await from.read(chunk)) {
        await healed[direction];
        for (let sent = 0; sent < size;) sent += await to.write(chunk.subarray(sent, size));
      }
    } catch {
      // Broken off on one side: broken off on the other.
    }
    for (const conn of [from, to]) {
      open.delete(conn);
      try {
        conn.close();
      } catch {
        // Closed by the other direction.
      }
    }
  }

  const accepting = (async () => {
    for await (const near of listener) {
      await healed.there;
      const far = await Deno.connect({ port: target() }).catch(() => null);
      if (!far) {
        near.close();
        continue;
      }
      for (const conn of [near, far]) open.add(conn);
      void pass(near, far, "there");
      void pass(far, near, "back");
    }
  })();

  return {
    port: listener.addr.port,
    cut(direction = "both") {
      const waiting = Promise.withResolvers<void>();
      if (direction !== "back") healed.there = waiting.promise;
      if (direction !== "there") healed.back = waiting.promise;
      heal = waiting.resolve;
    },
    heal: () => heal(),
    async [Symbol.asyncDispose]() {
      heal();
      listener.close();
      for (const conn of [...open]) {
        try {
          conn.close();
        } catch {
          // Closed already.
        }
      }
      await accepting;
    },
  };
}
