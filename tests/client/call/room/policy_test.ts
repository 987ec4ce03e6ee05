import { assert, assertEquals, assertThrows } from "@std/assert";
import { doorBody, type DoorLetter } from "../../../../client/call/moderation/knock.ts";
import type { Letter } from "../../../../client/call/security/envelope.ts";
import { lockSlot, remembersLock } from "../../../../client/call/moderation/lock_storage.ts";
import { openPolicy, type Said } from "../../../../client/call/room/policy.ts";
import { FakeStorage } from "../../../fakes/storage.ts";

const LOCK = '{"type":"lock","on":true,"count":1,"by":"b","inside":[]}';

function letter(said?: DoorLetter): Letter {
  const body = said ? doorBody(said) : { pc: "p".repeat(22), candidates: [] };
  const hello = { sid: "s".repeat(22), idk: "k".repeat(87), fp: "f".repeat(43) };
  return { hello, seq: 1, sealed: { kind: "client-candidate", body } };
}

/** A policy, whom its page is connected with, and what the deferred part is given. */
function policy(...company: string[]) {
  const [heard, asked, again]: string[][] = [[], [], []];
  assert(heard && asked && again);
  let needed = false;
  const is = openPolicy({
    connected: (id) => company.some((one) => (id ?? one) === one),
    again: (id) => again.push(id),
  });
  void is.needed.then(() => needed = true);
  const said = (by: string, text: string): Said => ({ by, name: by, text });
  const installed = {
    bars(id: string) {
      asked.push(id);
      return id === "barred";
    },
    hear: ({ by, text }: Said) => void heard.push(`${by} ${text}`),
  };
  return {
    ...{ is, heard, asked, again, said },
    install: () => is.install(installed),
    isNeeded: () => Promise.resolve().then(() => needed),
  };
}

Deno.test("Policy: it is installed once; whoever comes second is a bug", () => {
  const { is, install } = policy();
  install();
  assertEquals([is.bars("barred"), is.bars("other")], [true, false]);
  assertThrows(install, "installed already");
});

Deno.test("Policy: 5,000 texts of one member leave its newest sixteen, and no others' words", () => {
  const { is, heard, said, install } = policy();
  is.hear(said("ann", "first"));
  for (let at = 0; at < 5000; at++) is.hear(said("bob", `${at}`));
  is.hear(said("bob", "x".repeat(20_000)));
  install();
  assertEquals(heard, ["ann first", ...Array.from({ length: 16 }, (_, at) => `bob ${4984 + at}`)]);
});

Deno.test("Policy: many members do not fill the memory either", () => {
  const { is, heard, said, install } = policy();
  for (let at = 0; at < 500; at++) is.hear(said(`m${at}`, "hello"));
  install();
  assertEquals([heard.length, heard[0], heard.at(-1)], [16, "m484 hello", "m499 hello"]);
});

Deno.test("Policy: what came before the deferred part is handed to it, and what comes later is not kept", () => {
  const { is, heard, asked, said, install } = policy();
  is.hear(said("ann", "early"));
  for (let at = 0; at < 100; at++) is.bars(`k${at}`, letter({ door: "knock" }));
  install();
  assertEquals([asked.length, asked[0], heard], [16, "k84", ["ann early"]]);
  is.hear(said("ann", "late"));
  assertEquals(heard, ["ann early", "ann late"]);
});

Deno.test("Policy: a fresh page begins with everybody, and a letter at the door begins nothing", () => {
  const { is } = policy();
  assertEquals([is.bars("ann"), is.bars("ann", letter())], [false, false]);
  assertEquals(is.bars("ann", letter({ door: "knock" })), true);
});

Deno.test("Policy: who is told of a lock while it is alone begins nothing until the deferred part decides", async () => {
  const { is, again, install, isNeeded } = policy();
  assertEquals([is.bars("eve"), await isNeeded()], [false, false]);
  is.bars("ann", letter({ door: "locked", count: 1 }));
  assertEquals([is.bars("eve"), is.bars("eve", letter())], [true, true]);
  assertEquals(await isNeeded(), true);
  install();
  assertEquals([again, is.bars("eve")], [["eve"], false]);
});

Deno.test("Policy: in a call, no stranger's word about a lock stops anything", async () => {
  const { is, isNeeded } = policy("bob");
  is.bars("mallory", letter({ door: "locked", count: 1 }));
  assertEquals([is.bars("cem"), await isNeeded()], [false, false]);
});

Deno.test("Policy: a page that a member told of a lock goes on with whom it has, and begins with nobody else", async () => {
  const { is, said, isNeeded } = policy("ann", "bob");
  is.hear(said("ann", LOCK.replace("true", "false")));
  assertEquals(is.bars("eve"), false);
  is.hear(said("ann", LOCK));
  assertEquals(["ann", "bob", "eve"].map((id) => is.bars(id)), [false, false, true]);
  assertEquals(["bob", "eve"].map((id) => is.bars(id, letter())), [false, true]);
  assertEquals(await isNeeded(), true);
});

Deno.test("Policy: the tab remembers for a minute that the call was locked", () => {
  const kept = (text: string) => new FakeStorage({ [lockSlot("room")]: text });
  const at = (text: string, now: number) => remembersLock(kept(text), "room", now);
  assertEquals(at(`1000 ${LOCK}`, 61_000), true);
  assertEquals(at(`1000 ${LOCK}`, 61_001), false);
  assertEquals(at(`1000 ${LOCK.replace("true", "false")}`, 2000), false);
  assertEquals([at("1000 null", 2000), at("", 2000), at("x", 2000)], [false, false, false]);
  assertEquals(remembersLock(null, "room", 0), false);
  const forbidden = new FakeStorage();
  forbidden.forbidden = true;
  assertEquals(remembersLock(forbidden, "room", 0), false);
});
