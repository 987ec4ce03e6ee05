import { connect, createServer, type Socket } from "node:net";

/** Passes TCP on, and keeps all that went by. */
export interface Tap extends AsyncDisposable {
  readonly port: number;
  /** All bytes of both directions, each connection's in order, as Latin-1. */
  heard(): string;
}

/** A tap on a free port of 127.0.0.1, on the way to `port` there. */
export async function openTap(port: number): Promise<Tap> {
  const sockets = new Set<Socket>();
  const kept: Uint8Array[][] = [];

  function join(from: Socket, to: Socket): void {
    const way: Uint8Array[] = [];
    kept.push(way);
    sockets.add(from);
    from.setNoDelay(true);
    // An error is followed by the close, and that is all that matters here.
    from.on("error", () => {});
    from.on("close", () => {
      sockets.delete(from);
      to.end();
    });
    from.on("data", (bytes: Uint8Array) => {
      way.push(bytes);
      to.write(bytes);
    });
  }

  const listener = createServer((page) => {
    const relay = connect({ host: "127.0.0.1", port });
    join(page, relay);
    join(relay, page);
  });
  const listening = Promise.withResolvers<number>();
  listener.listen(0, "127.0.0.1", () => {
    const address = listener.address();
    if (address && typeof address === "object") listening.resolve(address.port);
  });
  return {
    port: await listening.promise,
    heard() {
      const latin1 = new TextDecoder("latin1");
      return kept.flat().map((bytes) => latin1.decode(bytes)).join("");
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => listener.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
