import { assertEquals } from "@std/assert";
import { createChatDelivery } from "../../../../client/call/room/chat.ts";
import type { ChannelMessage, ChatMessage } from "../../../../client/call/messages/peer_channel.ts";

const line = (at: number): ChatMessage => ({
  type: "chat",
  key: `${at}`.padStart(22, "k"),
  text: `${at}`,
});

function mailbox() {
  const said: ChannelMessage[] = [];
  const hears = { now: true };
  const box = createChatDelivery((talk) => {
    if (hears.now) said.push(talk);
    return hears.now;
  });
  const texts = () => said.splice(0).map((talk) => talk.type === "chat" ? talk.text : talk.type);
  return { box, said, hears, texts };
}

Deno.test("Chat: a line is told at once, and again over every new channel until it is confirmed", () => {
  const { box, texts } = mailbox();
  box.send(line(1));
  box.send(line(2));
  assertEquals(texts(), ["1", "2"]);
  const again: string[] = [];
  const say = (talk: ChannelMessage) => again.push(talk.type === "chat" ? talk.text : "") > 0;
  box.confirm(line(1).key);
  box.opened(say);
  assertEquals([again.splice(0), box.isPending(line(1).key), box.isPending(line(2).key)], [
    ["2"],
    false,
    true,
  ]);
  box.confirm(line(2).key);
  box.opened(say);
  assertEquals(again, []);
});

Deno.test("Chat: what was said while nobody heard is told in order when a channel opens", () => {
  const { box, hears, texts } = mailbox();
  hears.now = false;
  for (let at = 0; at < 5; at++) box.send(line(at));
  hears.now = true;
  const again: ChannelMessage[] = [];
  box.opened((talk) => again.push(talk) > 0);
  assertEquals([texts(), again], [[], [0, 1, 2, 3, 4].map(line)]);
});

Deno.test("Chat: a line that comes twice is confirmed twice and taken once", () => {
  const { box, texts } = mailbox();
  assertEquals([box.receive(line(1)), box.receive(line(1)), box.receive(line(2))], [
    true,
    false,
    true,
  ]);
  assertEquals(texts(), ["chat-received", "chat-received", "chat-received"]);
});

Deno.test("Chat: two hundred lines wait for one peer, no more", () => {
  const { box } = mailbox();
  for (let at = 0; at < 201; at++) box.send(line(at));
  assertEquals([
    box.isPending(line(0).key),
    box.isPending(line(1).key),
    box.isPending(line(200).key),
  ], [
    false,
    true,
    true,
  ]);
});

Deno.test("Chat: what was taken long ago is forgotten, so that memory is bounded", () => {
  const { box } = mailbox();
  for (let at = 0; at <= 401; at++) box.receive(line(at));
  assertEquals([box.receive(line(0)), box.receive(line(401))], [true, false]);
});
