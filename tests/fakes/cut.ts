/** A wire between two programs that a test can cut: bytes then stay where they are. */
export interface Cut extends AsyncDisposable {
  readonly port: number;
  /** Nothing passes any more, in either direction; connections stay open, as behind a dead router. */
  cut(): void;
  heal(): void;
}

/** Passes every connection on to the port on this machine that `target` names at that moment. */
export function cuttable(target: () => number): Cut {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  let healed = Promise.resolve();
  let heal = () => {};

  async function pass(from: Deno.Conn, to: Deno.Conn): Promise<void> {
    const chunk = new Uint8Array(65_536);
    try {
      for (let size = await from.read(chunk); size !== null; size = await from.read(chunk)) {
        await healed;
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
      await healed;
      const far = await Deno.connect({ port: target() }).catch(() => null);
      if (!far) {
        near.close();
        continue;
      }
      for (const conn of [near, far]) open.add(conn);
      void pass(near, far);
      void pass(far, near);
    }
  })();

  return {
    port: listener.addr.port,
    cut() {
      const waiting = Promise.withResolvers<void>();
      healed = waiting.promise;
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
