import { assertEquals } from "@std/assert";
import { openChatHistory } from "../../../../client/call/chat/chat_history.ts";
import { isSigned, lineBytes } from "../../../../client/call/chat/line_signatures.ts";
import type { HistoryMember } from "../../../../client/call/chat/history_options.ts";
import type { ChatHistoryMessage } from "../../../../client/call/messages/chat_history.ts";
import { random } from "../../../../client/call/security/base64url.ts";
import {
  generateSigningKey,
  type SigningKey,
} from "../../../../client/call/security/signing_key.ts";
import type { ChatLine } from "../../../../client/state/call_state.ts";
import { fakeClock, turn } from "../../../fakes/clock.ts";

const ROOM = "r".padEnd(22, "_");
const NOON = Date.UTC(2026, 10, 26, 12);

interface Page {
  readonly id: string;
  readonly name: string;
  readonly signer: SigningKey;
  /** Messages that it was sent, as `sender type`. */
  readonly heard: string[];
  chat: readonly ChatLine[];
  receive(by: Page, message: ChatHistoryMessage): void;
}

/** Parts of a line that its writer may choose. */
interface Forged {
  readonly at?: number;
  readonly room?: string;
  /** The member in whose name it is written. */
  readonly as?: Page;
}

/** A room in which pages come, are all connected with each other, and say something. */
function room() {
  const clock = fakeClock();
  const pages: Page[] = [];
  const life = new AbortController();
  /** Signatures that are being made or checked. */
  const underWay = new Set<Promise<unknown>>();
  const now = () => NOON + clock.now();

  function counted<T>(signature: Promise<T>): Promise<T> {
    underWay.add(signature);
    return signature.finally(() => underWay.delete(signature));
  }

  async function enter(name: string, part: Partial<Pick<Page, "chat" | "signer">> = {}) {
    const { chat = [], signer = (await generateSigningKey()).signer } = part;
    let changed = () => {};
    const page: Page = { id: name.padEnd(22, "_"), name, signer, heard: [], chat, receive() {} };
    pages.push(page);
    const show = (lines: readonly ChatLine[]) => {
      page.chat = lines;
      changed();
    };
    const members = (): HistoryMember[] =>
      pages.filter((one) => one !== page).map((one) => ({
        id: one.id,
        identityKey: one.signer.publicKey,
        send(message) {
          queueMicrotask(() => one.receive(page, message));
          return true;
        },
      }));
    const history = openChatHistory({
      me: {
        id: page.id,
        signer: { publicKey: signer.publicKey, sign: (bytes) => counted(signer.sign(bytes)) },
      },
      roomId: ROOM,
      isSigned: (line) => counted(isSigned(ROOM, line)),
      clock: { now, elapsed: clock.elapsed, later: clock.later },
      began: now(),
      members,
      chat: { lines: () => page.chat, show, watch: (watcher) => changed = watcher },
      signal: life.signal,
    });
    page.receive = (by, message) => {
      page.heard.push(`${by.name} ${message.type}`);
      history.receive({ by: by.id, name: by.name, text: JSON.stringify(message) });
    };
    return Object.assign(page, { show });
  }

  /** Says a line to all who are there; it and its signature are everywhere afterwards. */
  async function say(writer: Page, text: string): Promise<void> {
    const key = random(16);
    for (const page of [...pages.filter((one) => one !== writer), writer]) {
      const mine = page === writer;
      const line = { key, name: writer.name, mine, text, at: now(), pending: false };
      Reflect.get(page, "show")([...page.chat, { ...line, from: mine ? "me" : writer.id }]);
    }
    await settle(100);
  }

  /** Lets time pass, and the signatures that are under way be made and checked. */
  async function settle(ms: number): Promise<void> {
    for (let at = 0; at < 10; at++) {
      await clock.pass(ms / 10);
      await turn();
      while (underWay.size > 0) {
        await Promise.all(underWay);
        await turn();
      }
    }
  }

  /** Lets time pass until this page shows so many lines. */
  async function shows(page: Page, count: number): Promise<void> {
    for (let at = 0; at < 1000 && page.chat.length < count; at++) await settle(100);
    assertEquals(page.chat.length, count);
  }

  const reads = ({ chat }: Page) =>
    chat.map(({ name, text, earlier }) => `${name}: ${text}${earlier ? ` by ${earlier.by}` : ""}`);

  /** A line as its writer signs it, perhaps for another room or in the name of somebody else. */
  async function signed(writer: Page, text: string, part: Forged = {}) {
    const { at = now(), room = ROOM, as = writer } = part;
    const identityKey = writer.signer.publicKey;
    const line = { writer: as.id, identityKey, key: random(16), at, name: as.name, text };
    const signature = await writer.signer.sign(lineBytes(room, line));
    return { type: "chat-history" as const, ...line, signature };
  }

  return { enter, say, settle, shows, reads, signed, pages, now };
}

/** A page that says what it likes, and does nothing by itself. */
async function stranger(name: string): Promise<Page> {
  const { signer } = await generateSigningKey();
  return { id: name.padEnd(22, "_"), name, signer, heard: [], chat: [], receive() {} };
}

Deno.test("ChatHistory: who comes later reads what was said, also by one who has left, once and in order", async () => {
  const { enter, say, settle, reads, pages } = room();
  const [ann, bob, cem] = [await enter("Ann"), await enter("Bob"), await enter("Cem")];
  await say(ann, "one");
  await say(cem, "two");
  await say(bob, "three");
  pages.splice(pages.indexOf(cem), 1);
  const dan = await enter("Dan");
  await settle(3000);
  assertEquals(reads(dan), ["Ann: one by Ann", "Cem: two by Ann", "Bob: three by Ann"]);
  await say(ann, "four");
  assertEquals(reads(dan).slice(3), ["Ann: four"]);
  // Bob was asked too, and had nothing that Ann had not handed over.
  assertEquals(dan.heard.filter((one) => one === "Bob chat-history"), []);
  assertEquals(reads(ann), ["Ann: one", "Cem: two", "Bob: three", "Ann: four"]);
});

Deno.test("ChatHistory: a page that was reloaded gets its own lines back as its own", async () => {
  const { enter, say, settle, reads, pages } = room();
  const [ann, bob] = [await enter("Ann"), await enter("Bob")];
  await say(bob, "mine");
  pages.splice(pages.indexOf(bob), 1);
  const eve = await enter("Eve");
  const back = await enter("Bob", { signer: bob.signer });
  await settle(3000);
  assertEquals([reads(ann), reads(back)], [["Bob: mine"], ["Bob: mine by Ann"]]);
  assertEquals([back.chat[0]?.mine, eve.chat[0]?.mine], [true, false]);
});

Deno.test("ChatHistory: forged and moved lines, and those in the name of one who is here, are not shown", async () => {
  const { enter, settle, reads, signed, pages, now } = room();
  const eve = await stranger("Eve");
  const ann = await enter("Ann");
  pages.push(eve);
  const dan = await enter("Dan");
  await settle(3000);
  const good = await signed(eve, "good");
  for (
    const line of [
      { ...good, text: "changed" },
      await signed(eve, "I am you", { as: dan }),
      good,
    ]
  ) dan.receive(eve, line);
  await settle(1000);
  assertEquals(reads(dan), ["Eve: good by Eve"]);
  dan.receive(eve, await signed(eve, "I am Ann", { as: ann }));
  dan.receive(eve, await signed(eve, "after three wrong ones"));
  await settle(1000);
  assertEquals(reads(dan), ["Eve: good by Eve"]);
  // Another's history is read as before.
  dan.receive(ann, await signed(ann, "of another room", { room: "s".padEnd(22, "_") }));
  const bob = await stranger("Bob");
  dan.receive(ann, await signed(bob, "late", { at: now() + 1e9 }));
  await settle(1000);
  assertEquals(reads(dan), ["Eve: good by Eve", "Bob: late by Ann"]);
  assertEquals((dan.chat.at(-1)?.at ?? 0) <= now(), true);
});

Deno.test("ChatHistory: of one member 200 lines are read, and of one who was not asked none", async () => {
  const { enter, settle, shows, reads, signed, pages } = room();
  const eve = await stranger("Eve");
  pages.push(eve);
  const dan = await enter("Dan");
  await settle(500);
  const line = await signed(eve, "again");
  const lines = await Promise.all(Array.from({ length: 205 }, (_, at) => signed(eve, `${at}`)));
  for (const one of lines) dan.receive(eve, one);
  await shows(dan, 200);
  const fay = await stranger("Fay");
  dan.receive(fay, line);
  await settle(1000);
  assertEquals([reads(dan).length, reads(dan).includes("Eve: again by Fay")], [200, false]);
});

Deno.test("ChatHistory: a request that comes over and over is answered twice", async () => {
  const { enter, say, settle, pages } = room();
  const ann = await enter("Ann");
  await say(ann, "one");
  const eve = await stranger("Eve");
  const heard: string[] = [];
  eve.receive = (_, { type }) => heard.push(type);
  pages.push(eve);
  for (let at = 0; at < 100; at++) ann.receive(eve, { type: "chat-history-ask", known: [] });
  await settle(100);
  assertEquals(heard.filter((one) => one === "chat-history").length, 2);
});

Deno.test("ChatHistory: what was said before a move to another room is not signed there", async () => {
  const { enter, settle, now } = room();
  const before: ChatLine = {
    ...{ key: random(16), from: "me", name: "Ann", mine: true, text: "old", pending: false },
    at: now() - 1,
  };
  await enter("Ann", { chat: [before] });
  const bob = await enter("Bob");
  await settle(3000);
  assertEquals(bob.chat, []);
});
