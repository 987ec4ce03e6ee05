import { assertEquals } from "@std/assert";
import { openMailbox } from "../../../../client/call/room/chat.ts";
import type { Chat, Talk } from "../../../../client/call/messages/peer_channel.ts";

const line = (at: number): Chat => ({
  type: "chat",
  key: `${at}`.padStart(22, "k"),
  text: `${at}`,
});

function mailbox() {
  const said: Talk[] = [];
  const hears = { now: true };
  const box = openMailbox((talk) => {
    if (hears.now) said.push(talk);
    return hears.now;
  });
  const texts = () => said.splice(0).map((talk) => talk.type === "chat" ? talk.text : talk.type);
  return { box, said, hears, texts };
}

Deno.test("a line is told at once, and again over every new channel until it is confirmed", () => {
  const { box, texts } = mailbox();
  box.post(line(1));
  box.post(line(2));
  assertEquals(texts(), ["1", "2"]);
  const again: string[] = [];
  const say = (talk: Talk) => again.push(talk.type === "chat" ? talk.text : "") > 0;
  box.got(line(1).key);
  box.opened(say);
  assertEquals([again.splice(0), box.has(line(1).key), box.has(line(2).key)], [["2"], false, true]);
  box.got(line(2).key);
  box.opened(say);
  assertEquals(again, []);
});

Deno.test("what was said while nobody heard is told in order when a channel opens", () => {
  const { box, hears, texts } = mailbox();
  hears.now = false;
  for (let at = 0; at < 5; at++) box.post(line(at));
  hears.now = true;
  const again: Talk[] = [];
  box.opened((talk) => again.push(talk) > 0);
  assertEquals([texts(), again], [[], [0, 1, 2, 3, 4].map(line)]);
});

Deno.test("a line that comes twice is confirmed twice and taken once", () => {
  const { box, texts } = mailbox();
  assertEquals([box.take(line(1)), box.take(line(1)), box.take(line(2))], [true, false, true]);
  assertEquals(texts(), ["got", "got", "got"]);
});

Deno.test("two hundred lines wait for one peer, no more", () => {
  const { box } = mailbox();
  for (let at = 0; at < 201; at++) box.post(line(at));
  assertEquals([box.has(line(0).key), box.has(line(1).key), box.has(line(200).key)], [
    false,
    true,
    true,
  ]);
});

Deno.test("what was taken long ago is forgotten, so that memory is bounded", () => {
  const { box } = mailbox();
  for (let at = 0; at <= 401; at++) box.take(line(at));
  assertEquals([box.take(line(0)), box.take(line(401))], [true, false]);
});
