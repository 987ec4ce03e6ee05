import { createSocket } from "node:dgram";
import { randomBytes } from "node:crypto";
import {
  ATTR,
  type Attribute,
  type Key,
  type Message,
  parse,
  peer,
  request,
  TYPE,
} from "./stun.ts";

/** A name and its password, as `welcome` carries them. */
export interface Credential {
  readonly username: string;
  readonly credential: string;
}

/** One client port of a TURN server. */
export interface TurnClient extends Disposable {
  /** Sends bytes and gives the next answer; throws when none comes in time. */
  ask(bytes: Uint8Array): Promise<Message>;
}

const PATIENCE = 2000;
/** UDP to this machine is not lost, but a server that is starting has no port yet. */
const AGAIN = 100;

/** A client on a UDP port of its own. */
export async function overUdp(port: number): Promise<TurnClient> {
  const socket = createSocket("udp4");
  const came: Message[] = [];
  let wake = () => {};
  socket.on("message", (bytes) => {
    const message = parse(bytes);
    if (message) came.push(message);
    wake();
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return {
    async ask(bytes) {
      came.length = 0;
      const until = performance.now() + PATIENCE;
      while (performance.now() < until) {
        socket.send(bytes, port, "127.0.0.1");
        const heard = new Promise<void>((resolve) => wake = resolve);
        const timer = setTimeout(() => wake(), AGAIN);
        await heard;
        clearTimeout(timer);
        const [message] = came;
        if (message) return message;
      }
      throw new Error("no answer over UDP");
    },
    [Symbol.dispose]: () => socket.close(),
  };
}

/** A client on a TCP connection. */
export async function overTcp(port: number): Promise<TurnClient> {
  const conn = await Deno.connect({ hostname: "127.0.0.1", port });
  return {
    async ask(bytes) {
      const timer = setTimeout(() => conn.close(), PATIENCE);
      await conn.write(bytes);
      let all = new Uint8Array(0);
      for (;;) {
        const message = parse(all);
        clearTimeout(message ? timer : undefined);
        if (message) return message;
        const buffer = new Uint8Array(2048);
        const size = await conn.read(buffer);
        if (size === null) throw new Error("closed without an answer");
        all = Uint8Array.from([...all, ...buffer.subarray(0, size)]);
      }
    },
    [Symbol.dispose]: () => conn.close(),
  };
}

/** An Allocate request with the dance for the nonce; gives the last answer and the key used. */
export async function allocate(
  client: TurnClient,
  { username, credential }: Credential,
  { family = 4, transport = 17 }: { readonly family?: 4 | 6; readonly transport?: number } = {},
): Promise<{ readonly answer: Message; readonly key: Key }> {
  const wants: Attribute[] = [[ATTR.transport, Uint8Array.of(transport, 0, 0, 0)]];
  if (family === 6) wants.push([ATTR.family, Uint8Array.of(2, 0, 0, 0)]);
  const challenge = await client.ask(request(TYPE.allocate, wants));
  const nonce = challenge.attributes.get(ATTR.nonce);
  const realm = challenge.attributes.get(ATTR.realm);
  if (challenge.code !== 401 || !nonce || !realm) throw new Error(`not asked for a password`);
  const key = { username, credential, realm: new TextDecoder().decode(realm), nonce };
  return { answer: await client.ask(request(TYPE.allocate, wants, key)), key };
}

/** Asks for something towards a peer; gives the error's number, or 0. */
export async function towards(
  client: TurnClient,
  key: Key,
  address: string,
  type: number = TYPE.permission,
): Promise<number> {
  const id = randomBytes(12);
  const attributes: Attribute[] = [[ATTR.peer, peer(address, 53, id)]];
  if (type === TYPE.channel) attributes.push([ATTR.channel, Uint8Array.of(0x40, 0, 0, 0)]);
  return (await client.ask(request(type, attributes, key, id))).code;
}
