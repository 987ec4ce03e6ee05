import { assertEquals } from "@std/assert";
import {
  openRecordingSigns,
  type SignView,
} from "../../../../client/call/interaction/recording_signs.ts";
import type { Member } from "../../../../client/call/room/member.ts";

/** The signs of a page among members that come, go, and connect anew. */
function page() {
  const life = new AbortController();
  const said: string[] = [];
  const connections = new Map<string, object>();
  let run = () => {};
  let view: SignView = { others: [], turn: null };
  const send = (id: string) => ({ on }: { on?: boolean }) => said.push(`${id} ${on}`) > 0;
  const signs = openRecordingSigns({
    members: () =>
      [...connections].map(([id, connection]) => ({
        peer: { id, connection: () => connection, send: send(id) },
      })) as unknown as readonly Member[],
    participants: () =>
      [...connections.keys()].map((id) => ({
        id,
        about: { name: id, mic: true, camera: true, screen: false, hand: false },
      })),
    watch: (watcher) => run = watcher,
    show: (shown) => view = shown,
    signal: life.signal,
  });
  const connect = (id: string, state = "connected") => {
    connections.set(id, { state: () => state });
    run();
  };
  const leave = (id: string) => {
    connections.delete(id);
    run();
  };
  const hear = (id: string, on: boolean) => signs.receive(id, id, { type: "recording", on });
  return { said, life, signs, connect, leave, hear, changed: () => run(), view: () => view };
}

Deno.test("RecordingSigns: each connection is told once, newcomers and new connections too", () => {
  const { said, signs, connect, changed } = page();
  connect("bob");
  signs.set(true);
  changed();
  connect("cem", "connecting");
  connect("cem");
  connect("bob");
  assertEquals(said, ["bob false", "bob true", "cem true", "bob true"]);
});

Deno.test("RecordingSigns: a sign stands until it is taken back, or its member leaves", () => {
  const { connect, hear, leave, view } = page();
  connect("bob");
  connect("cem");
  hear("bob", true);
  hear("cem", true);
  assertEquals(view().others.map(({ id }) => id), ["bob", "cem"]);
  hear("bob", false);
  assertEquals(view().turn, { on: false, by: "bob", name: "bob" });
  leave("cem");
  assertEquals([view().others, view().turn?.by], [[], "cem"]);
});

Deno.test("RecordingSigns: a reloaded page takes its sign back, and repeats tell nothing anew", () => {
  const { connect, hear, view } = page();
  connect("bob");
  hear("bob", false);
  assertEquals(view().turn, null);
  hear("bob", true);
  const { turn } = view();
  hear("bob", true);
  assertEquals(view().turn === turn, true);
  hear("bob", false);
  assertEquals(view().others, []);
});

Deno.test("RecordingSigns: nothing is told and shown after the call", () => {
  const { said, life, signs, connect, hear, view } = page();
  life.abort();
  connect("bob");
  signs.set(true);
  hear("bob", true);
  assertEquals([said, view().others], [[], []]);
});
