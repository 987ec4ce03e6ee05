import {
  type ClientMessage,
  decodeClient,
  type ServerMessage,
  SUBPROTOCOL,
} from "../../protocol/mod.ts";

/** The slice of a WebSocket that the signaling socket uses, with the server's end in the test's hand. */
export class FakeSocket extends EventTarget {
  readyState: 0 | 1 | 2 | 3 = 0;
  /** Messages of the page, decoded as the server would decode them. */
  readonly sent: ClientMessage[] = [];
  /** Called for each message, after it was recorded. */
  heard: (message: ClientMessage) => void = () => {};
  /** The code with which the page closed, or null. */
  closedWith: number | null = null;

  constructor(readonly url: string, readonly protocols: readonly string[]) {
    super();
  }

  /** The member id that the page claims. */
  get id(): string {
    const [version, proof = ""] = this.protocols;
    if (version !== SUBPROTOCOL) throw new Error(`unexpected subprotocol ${version}`);
    return proof.slice(0, proof.indexOf("."));
  }

  send(frame: string): void {
    if (this.readyState !== 1) throw new DOMException("not open", "InvalidStateError");
    const decoded = decodeClient(frame);
    if (!decoded.ok) throw new Error(`the server would refuse this: ${decoded.code} ${frame}`);
    this.sent.push(decoded.message);
    this.heard(decoded.message);
  }

  /** The page's end: the close event follows when the server agrees, see {@link drop}. */
  close(code = 1005): void {
    if (this.readyState < 2) this.closedWith = code;
    if (this.readyState < 2) this.readyState = 2;
  }

  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  say(message: ServerMessage): void {
    this.frame(JSON.stringify(message));
  }

  frame(data: unknown): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  /** The connection is over. */
  drop(code = 1006): void {
    this.readyState = 3;
    this.dispatchEvent(new CloseEvent("close", { code }));
  }

  types(): string[] {
    return this.sent.map(({ type }) => type);
  }
}

/** Opens fake sockets, and lets a test wait for the next one. */
export interface Sockets {
  readonly all: readonly FakeSocket[];
  readonly connect: (url: string, protocols: string[]) => FakeSocket;
  /** The newest socket, as soon as `count` were opened. */
  nth(count: number): Promise<FakeSocket>;
}

/** A place where sockets are opened; `met` is told of each one. */
export function fakeSockets(met: (socket: FakeSocket) => void = () => {}): Sockets {
  const all: FakeSocket[] = [];
  const waiting: (() => void)[] = [];
  return {
    all,
    connect(url, protocols) {
      const socket = new FakeSocket(url, protocols);
      all.push(socket);
      for (const tell of waiting.splice(0)) tell();
      met(socket);
      return socket;
    },
    async nth(count) {
      while (all.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
      const socket = all[count - 1];
      if (!socket) throw new Error("sockets count from 1");
      return socket;
    },
  };
}
