import { assertEquals } from "@std/assert";
import type { EncoderMessage } from "../../../../client/call/media/frame_sharing.ts";
import { fakeClock } from "../../../fakes/clock.ts";
import {
  planSharing,
  type SharedPicture,
  shareEncoders,
} from "../../../../client/call/bandwidth/encoder_sharing.ts";

const picture = (id: string, lines: number, carries = Infinity): SharedPicture => ({
  id,
  connection: `of ${id}`,
  sender: {} as RTCRtpSender,
  cap: { height: lines, rate: 15, bitrate: lines * 1000 },
  lines,
  carries,
});
/** Three members alike, and the worker that their frames pass through. */
function sharing() {
  const clock = fakeClock();
  const page = new EventTarget();
  const posted: unknown[] = [];
  const worker = Object.assign(page, { postMessage: (roles: unknown) => void posted.push(roles) });
  const sharing = shareEncoders({
    worker: () => worker,
    elapsed: clock.elapsed,
    signal: new AbortController().signal,
  });
  const say = (data: EncoderMessage) =>
    void worker.dispatchEvent(new MessageEvent("message", { data }));
  const report = (asked = {}) =>
    say({ is: "report", asked: { "of a": 0, "of b": 0, "of c": 0, ...asked } });
  const share = (carries = Infinity) =>
    Object.keys(sharing.share(
      [picture("a", 180, carries), picture("b", 180), picture("c", 180)]
        .filter(({ connection }) => sharing.isFit(connection)),
    ));
  share();
  return { clock, sharing, posted, say, report, share };
}

const followers = (pictures: readonly SharedPicture[], before = {}) =>
  Object.entries(planSharing(pictures, before).caps).flatMap(([id, { lines }]) => lines ? id : []);

Deno.test("planSharing: members that show a picture alike share an encoder, others have their own", () => {
  const all = [picture("a", 180), picture("b", 360), picture("c", 190), picture("d", 540)];
  const { roles, caps } = planSharing(all, {});
  assertEquals(roles, { "of c": { is: "follower", of: "of a" } });
  const cap = { height: 190, rate: 15, bitrate: 190_000 };
  assertEquals(caps, { a: cap, c: { ...cap, lines: 45 } });
  assertEquals(followers([picture("a", 180)]), []);
});

Deno.test("planSharing: a member whose way carries less than the others are sent has an encoder of its own", () => {
  const all = [picture("a", 180, 100_000), picture("b", 180), picture("c", 180, 200_000)];
  assertEquals(Object.keys(planSharing(all, {}).caps), ["b", "c"]);
});

Deno.test("planSharing: who leads goes on leading; when it leaves, another one does", () => {
  const [a, b, c] = [picture("a", 180), picture("b", 180), picture("c", 180)];
  const { roles } = planSharing([b, c], {});
  assertEquals(followers([a, b, c], roles), ["a", "c"]);
  assertEquals(followers([a, c], roles), ["c"]);
});

Deno.test("EncoderSharing: only senders whose frames pass through the worker share an encoder", () => {
  const { say, share, posted } = sharing();
  assertEquals(share(), []);
  say({ is: "report", asked: { "of b": 0, "of c": 0 } });
  assertEquals(share(), ["b", "c"]);
  assertEquals(posted, [{ "of c": { is: "follower", of: "of b" } }]);
});

Deno.test("EncoderSharing: a member that costs the others many key frames has its own encoder for a while", async () => {
  const { report, share, clock } = sharing();
  report({ "of a": 4 });
  assertEquals(share(), ["a", "b", "c"]);
  report({ "of a": 1 });
  assertEquals(share(), ["b", "c"]);
  await clock.pass(30_000);
  report();
  assertEquals(share(), ["a", "b", "c"]);
});

Deno.test("EncoderSharing: key frames that a member costs now and then are forgotten", async () => {
  const { report, share, clock } = sharing();
  for (let at = 0; at < 9; at++) {
    report({ "of a": 1 });
    await clock.pass(10_000);
  }
  assertEquals(share(), ["a", "b", "c"]);
});

Deno.test("EncoderSharing: a way that turns out too narrow does not come back at once", async () => {
  const { report, share, clock } = sharing();
  report();
  assertEquals(share(), ["a", "b", "c"]);
  assertEquals(share(100_000), ["b", "c"]);
  assertEquals(share(), ["b", "c"]);
  await clock.pass(30_000);
  assertEquals(share(), ["a", "b", "c"]);
});

Deno.test("EncoderSharing: after a failure in the worker each member has an encoder of its own", () => {
  const { report, say, share } = sharing();
  report();
  assertEquals(share(), ["a", "b", "c"]);
  say({ is: "failed" });
  report();
  assertEquals(share(), []);
});

Deno.test("EncoderSharing: a worker that says nothing for five looks counts as dead", () => {
  const { sharing: one, report } = sharing();
  const looks = (count: number) => Array.from({ length: count }, () => one.look());
  assertEquals(looks(4), [true, true, true, true]);
  report();
  assertEquals(looks(5), [true, true, true, true, false]);
});

Deno.test("EncoderSharing: no worker yet is no failure, and one that could not be loaded is", () => {
  const looks = [undefined, null].map((worker) =>
    shareEncoders({
      worker: () => worker,
      elapsed: fakeClock().elapsed,
      signal: new AbortController().signal,
    }).look()
  );
  assertEquals(looks, [true, false]);
});
