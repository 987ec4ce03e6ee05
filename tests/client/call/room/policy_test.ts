import { assert, assertEquals, assertThrows } from "@std/assert";
import { knockBody, type KnockMessage } from "../../../../client/call/moderation/knock.ts";
import type { Envelope } from "../../../../client/call/security/envelope.ts";
import { lockKey, remembersLock } from "../../../../client/call/moderation/remembered_lock.ts";
import { createPolicy, type ReceivedControl } from "../../../../client/call/room/policy.ts";
import { FakeStorage } from "../../../fakes/storage.ts";

const LOCK = '{"type":"lock","on":true,"count":1,"by":"b","inside":[]}';

function envelopeOf(said?: KnockMessage): Envelope {
  const body = said ? knockBody(said) : { connection: "p".repeat(22), candidates: [] };
  const sessionInfo = {
    sessionId: "s".repeat(22),
    identityKey: "k".repeat(87),
    fingerprint: "f".repeat(43),
  };
  return { session: sessionInfo, seq: 1, message: { kind: "client-candidate", body } };
}

/** A policy, whom its page is connected with, and what the deferred part is given. */
function policy(...company: string[]) {
  const [heard, asked, again]: string[][] = [[], [], []];
  assert(heard && asked && again);
  let needed = false;
  const is = createPolicy({
    connected: (id) => company.some((one) => (id ?? one) === one),
    reconnect: (id) => again.push(id),
  });
  void is.needed.then(() => needed = true);
  const said = (by: string, text: string): ReceivedControl => ({ by, name: by, text });
  const installed = {
    rejects(id: string) {
      asked.push(id);
      return id === "barred";
    },
    receive: ({ by, text }: ReceivedControl) => void heard.push(`${by} ${text}`),
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
  assertEquals([is.rejects("barred"), is.rejects("other")], [true, false]);
  assertThrows(install, "installed already");
});

Deno.test("Policy: 5,000 texts of one member leave its newest sixteen, and no others' words", () => {
  const { is, heard, said, install } = policy();
  is.receive(said("ann", "first"));
  for (let at = 0; at < 5000; at++) is.receive(said("bob", `${at}`));
  is.receive(said("bob", "x".repeat(20_000)));
  install();
  assertEquals(heard, ["ann first", ...Array.from({ length: 16 }, (_, at) => `bob ${4984 + at}`)]);
});

Deno.test("Policy: many members do not fill the memory either", () => {
  const { is, heard, said, install } = policy();
  for (let at = 0; at < 500; at++) is.receive(said(`m${at}`, "hello"));
  install();
  assertEquals([heard.length, heard[0], heard.at(-1)], [16, "m484 hello", "m499 hello"]);
});

Deno.test("Policy: what came before the deferred part is handed to it, and what comes later is not kept", () => {
  const { is, heard, asked, said, install } = policy();
  is.receive(said("ann", "early"));
  for (let at = 0; at < 100; at++) is.rejects(`k${at}`, envelopeOf({ lock: "knock" }));
  install();
  assertEquals([asked.length, asked[0], heard], [16, "k84", ["ann early"]]);
  is.receive(said("ann", "late"));
  assertEquals(heard, ["ann early", "ann late"]);
});

Deno.test("Policy: a fresh page begins with everybody, and an envelope from outside begins nothing", () => {
  const { is } = policy();
  assertEquals([is.rejects("ann"), is.rejects("ann", envelopeOf())], [false, false]);
  assertEquals(is.rejects("ann", envelopeOf({ lock: "knock" })), true);
});

Deno.test("Policy: who is told of a lock while it is alone begins nothing until the deferred part decides", async () => {
  const { is, again, install, isNeeded } = policy();
  assertEquals([is.rejects("eve"), await isNeeded()], [false, false]);
  is.rejects("ann", envelopeOf({ lock: "locked", count: 1 }));
  assertEquals([is.rejects("eve"), is.rejects("eve", envelopeOf())], [true, true]);
  assertEquals(await isNeeded(), true);
  install();
  assertEquals([again, is.rejects("eve")], [["eve"], false]);
});

Deno.test("Policy: in a call, no stranger's word about a lock stops anything", async () => {
  const { is, isNeeded } = policy("bob");
  is.rejects("mallory", envelopeOf({ lock: "locked", count: 1 }));
  assertEquals([is.rejects("cem"), await isNeeded()], [false, false]);
});

Deno.test("Policy: a page that a member told of a lock goes on with whom it has, and begins with nobody else", async () => {
  const { is, said, isNeeded } = policy("ann", "bob");
  is.receive(said("ann", LOCK.replace("true", "false")));
  assertEquals(is.rejects("eve"), false);
  is.receive(said("ann", LOCK));
  assertEquals(["ann", "bob", "eve"].map((id) => is.rejects(id)), [false, false, true]);
  assertEquals(["bob", "eve"].map((id) => is.rejects(id, envelopeOf())), [false, true]);
  assertEquals(await isNeeded(), true);
});

Deno.test("Policy: the tab remembers for a minute that the call was locked", () => {
  const kept = (text: string) => new FakeStorage({ [lockKey("room")]: text });
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
