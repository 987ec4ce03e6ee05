import { assertEquals } from "@std/assert";
import {
  ASK_AGAIN_MS,
  openMuteRequests,
} from "../../../../client/call/interaction/mute_requests.ts";
import type { Member } from "../../../../client/call/room/member.ts";
import type { MuteRequests } from "../../../../client/state/interaction.ts";
import { fakeClock } from "../../../fakes/clock.ts";

/** The requests of a page that is connected with Bob. */
function page({ heard = true } = {}) {
  const { elapsed, later, pass } = fakeClock();
  const life = new AbortController();
  const said: string[] = [];
  const told: MuteRequests[] = [];
  const send = ({ type }: { type: string }) => said.push(`bob ${type}`) > 0;
  const feed = openMuteRequests({
    elapsed,
    later,
    members: () => [{ peer: { id: "bob", send } }] as unknown as readonly Member[],
    isHeard: () => heard,
    tell: (requests) => told.push(requests),
    signal: life.signal,
  });
  return { pass, life, said, told, receive: feed.receive, now: () => told.at(-1) };
}

Deno.test("MuteRequests: a request is shown until it is put away, and changes nothing else", async () => {
  const { pass, said, receive, now } = page();
  receive("bob", "Bob");
  assertEquals(now()?.from, { id: "bob", name: "Bob" });
  now()?.dismiss();
  assertEquals(now()?.from, null);
  await pass(ASK_AGAIN_MS);
  receive("bob", "Bob");
  await pass(ASK_AGAIN_MS);
  assertEquals(now()?.from, null);
  assertEquals(said, []);
});

Deno.test("MuteRequests: a member who asks over and over is heard twice a minute, others at once", async () => {
  const { pass, told, receive, now } = page();
  const before = told.length;
  for (let at = 0; at < 1000; at++) receive("bob", "Bob");
  assertEquals(told.length, before + 1);
  receive("cem", "Cem");
  assertEquals(now()?.from?.id, "cem");
  now()?.dismiss();
  receive("bob", "Bob");
  assertEquals(now()?.from, null);
  await pass(ASK_AGAIN_MS);
  receive("bob", "Bob");
  assertEquals(now()?.from?.id, "bob");
});

Deno.test("MuteRequests: a page whose microphone is off is not bothered", () => {
  const { receive, now } = page({ heard: false });
  receive("bob", "Bob");
  assertEquals(now()?.from, null);
});

Deno.test("MuteRequests: a person asks the same member twice a minute, and nobody who is not there", async () => {
  const { pass, said, now } = page();
  now()?.ask("bob");
  now()?.ask("bob");
  now()?.ask("cem");
  assertEquals([said, now()?.asked], [["bob ask-mute"], ["bob"]]);
  await pass(ASK_AGAIN_MS);
  assertEquals(now()?.asked, []);
  now()?.ask("bob");
  assertEquals(said.length, 2);
});
