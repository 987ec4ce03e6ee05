import { SUBPROTOCOL } from "../../protocol/mod.ts";
import { idOf } from "../../signaling/room/member_token.ts";

/** Somebody with a token: the same person on every server. */
export interface Person {
  readonly id: string;
  readonly protocols: string[];
}

/** A socket to a server, as a page holds it, and everything it heard. */
export interface Page extends Disposable {
  readonly id: string;
  readonly socket: WebSocket;
  readonly heard: string[];
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  /** Waits until a frame matches that was not waited for before. */
  hears(form: RegExp): Promise<void>;
  say(message: object): void;
}

export async function person(): Promise<Person> {
  const token = crypto.getRandomValues(new Uint8Array(32))
    .toBase64({ alphabet: "base64url", omitPadding: true });
  const id = await idOf(token);
  return { id, protocols: [SUBPROTOCOL, `${id}.${token}`] };
}

/** Joins a room and waits for the welcome. */
export async function join(address: string, room: string, who?: Person): Promise<Page> {
  const { id, protocols } = who ?? await person();
  const socket = new WebSocket(`${address.replace("http", "ws")}ws/${room}`, [...protocols]);
  return await pageOn(socket, id);
}

/** A page on a socket that is about to open; throws when it never hears a welcome. */
export async function pageOn(socket: WebSocket, id: string): Promise<Page> {
  const heard: string[] = [];
  let taken = 0;
  let wake = Promise.withResolvers<void>();
  const tell = () => {
    wake.resolve();
    wake = Promise.withResolvers();
  };
  const closed = new Promise<number>((resolve) => {
    socket.onclose = ({ code }) => {
      resolve(code);
      tell();
    };
  });
  socket.onmessage = ({ data }) => {
    heard.push(String(data));
    tell();
  };
  const page: Page = {
    id,
    socket,
    heard,
    closed,
    async hears(form) {
      const end = setTimeout(tell, 60_000);
      const deadline = performance.now() + 60_000;
      while (true) {
        const at = heard.findIndex((frame, index) => index >= taken && form.test(frame));
        if (at >= 0) {
          taken = at + 1;
          return clearTimeout(end);
        }
        if (socket.readyState > 1) throw new Error(`closed before ${form}: ${heard.slice(taken)}`);
        if (performance.now() > deadline) throw new Error(`never ${form}: ${heard.slice(taken)}`);
        await wake.promise;
      }
    },
    say: (message) => socket.send(JSON.stringify(message)),
    [Symbol.dispose]: () => socket.close(),
  };
  await page.hears(/"welcome"/);
  return page;
}

/** A room id for a word. */
export const roomOf = (word: string) => word.padEnd(22, "-");

/** Both learn of each other, in whatever way. */
export async function meet(one: Page, other: Page): Promise<void> {
  const knows = (page: Page, id: string) =>
    page.heard.some((frame) => frame.includes(`"client-call","from":"${id}"`)) ||
    page.heard[0]?.includes(`"${id}"`) && page.id !== id;
  if (!knows(one, other.id)) await one.hears(new RegExp(`"client-call","from":"${other.id}"`));
  if (!knows(other, one.id)) await other.hears(new RegExp(`"client-call","from":"${one.id}"`));
}
