import { assert, assertEquals } from "@std/assert";
import {
  type EncodedFrame,
  type FrameSharing,
  openFrameSharing,
  takeSafely,
} from "../../../../client/call/media/frame_sharing.ts";
import { fakeClock } from "../../../fakes/clock.ts";

/** A VP8 frame whose second byte tells it apart; key frames tell their height. */
function frame(type: "key" | "delta", mark: number, height = 0): EncodedFrame {
  const bytes = new Uint8Array(10);
  bytes[1] = mark;
  if (type === "key") bytes.set([0x9d, 0x01, 0x2a, height & 255, height >> 8, height & 255], 3);
  if (type === "key") bytes[9] = height >> 8;
  return { type, data: bytes.buffer };
}

function open() {
  const clock = fakeClock();
  const requests: string[] = [];
  const sharing = openFrameSharing({
    requestKeyFrame: (id) => requests.push(id),
    elapsed: clock.elapsed,
  });
  const sent: Record<string, number[]> = {};
  const take = (id: string, one: EncodedFrame) =>
    sharing.take(id, one, ({ data }) => {
      (sent[id] ??= []).push(new Uint8Array(data)[1] ?? 0);
    });
  return { clock, requests, sharing, sent, take };
}

/** "b" and "c" follow "a", whose key frame they have. */
function following() {
  const opened = open();
  const { sharing, take, sent } = opened;
  for (const id of ["a", "b", "c"]) take(id, frame("key", 1, id === "a" ? 360 : 45));
  follow(sharing, "a");
  take("a", frame("key", 2, 360));
  for (const id of ["b", "c"]) take(id, frame("delta", 100));
  assertEquals(sent, { a: [1, 2], b: [1, 2], c: [1, 2] });
  return opened;
}

const follow = (sharing: FrameSharing, of: string) =>
  sharing.assign({ b: { is: "follower", of }, c: { is: "follower", of } });

Deno.test("FrameSharing: every frame of the leader goes to each follower once, in order, whoever is first", () => {
  const { take, sent } = following();
  for (let at = 3; at < 40; at++) {
    if (at % 2) take("b", frame("delta", 200));
    take("a", frame("delta", at));
    if (at % 2 === 0) take("b", frame("delta", 200));
    take("c", frame("delta", 201));
  }
  const all = Array.from({ length: 39 }, (_, at) => at + 1);
  assertEquals(sent, { a: all, b: all, c: all });
});

Deno.test("FrameSharing: a follower sends its own frames until the key frame that is asked for", () => {
  const { sharing, take, sent, requests, clock } = open();
  take("a", frame("key", 1, 360));
  take("b", frame("key", 90, 360));
  clock.pass(2000);
  follow(sharing, "a");
  take("b", frame("delta", 91));
  assertEquals(requests, ["a"]);
  take("a", frame("delta", 2));
  take("b", frame("delta", 92));
  take("a", frame("key", 3, 360));
  take("b", frame("delta", 100));
  assertEquals(sent["b"], [90, 91, 92, 3]);
});

Deno.test("FrameSharing: who follows another leader sends nothing before that one's key frame", () => {
  const { sharing, take, sent } = following();
  sharing.assign({ b: { is: "follower", of: "c" } });
  take("b", frame("delta", 100));
  take("c", frame("key", 50, 360));
  assertEquals([sent["b"], sent["c"]], [[1, 2, 50], [1, 2, 50]]);
});

Deno.test("FrameSharing: a follower that falls behind waits for a key frame, and never decodes a gap", async () => {
  const { take, sharing, sent, requests, clock } = following();
  await clock.pass(2000);
  for (let at = 3; at < 9; at++) take("a", frame("delta", at));
  assert(requests.length > 0, "a key frame is asked for");
  assertEquals(sharing.asked(), { a: 0, b: 1, c: 1 });
  for (let at = 0; at < 4; at++) take("b", frame("delta", 100));
  assertEquals(sent["b"], [1, 2]);
  take("a", frame("key", 9, 360));
  take("a", frame("delta", 10));
  assertEquals(sent["b"], [1, 2, 9, 10]);
});

Deno.test("FrameSharing: key frames that members ask for are made once a second at most, and counted", async () => {
  const { take, sharing, requests, clock } = following();
  await clock.pass(2000);
  requests.length = 0;
  for (let at = 0; at < 5; at++) {
    take("b", frame("key", 100, 45));
    take("c", frame("key", 100, 45));
  }
  assertEquals(requests, ["a"]);
  await clock.pass(1000);
  take("b", frame("key", 100, 45));
  assertEquals(requests, ["a", "a"]);
  assertEquals(sharing.asked(), { a: 0, b: 2, c: 1 });
  assertEquals(sharing.asked(), { a: 0, b: 0, c: 0 });
});

Deno.test("FrameSharing: who begins to encode for itself sends nothing of the tiny picture", () => {
  const { take, sharing, sent } = following();
  sharing.assign({ c: { is: "follower", of: "b" } });
  take("b", frame("delta", 50));
  take("b", frame("key", 51, 45));
  assertEquals([sent["b"], sent["c"]], [[1, 2], [1, 2]]);
  take("c", frame("delta", 100));
  take("b", frame("key", 52, 360));
  assertEquals([sent["b"], sent["c"]], [[1, 2, 52], [1, 2, 52]]);
});

Deno.test("FrameSharing: a leader that is gone leaves followers waiting, until they have another one", () => {
  const { take, sharing, sent } = following();
  sharing.remove("a");
  for (let at = 0; at < 10; at++) take("b", frame("delta", 100));
  assertEquals(sent["b"], [1, 2]);
  sharing.assign({});
  take("b", frame("key", 60, 360));
  take("b", frame("delta", 61));
  assertEquals(sent["b"], [1, 2, 60, 61]);
});

Deno.test("takeSafely: after a failure every sender sends its own frames, and the page is told once", () => {
  const told: string[] = [];
  const broken = () => {
    throw new Error("broken");
  };
  const take = takeSafely({ take: broken }, () => told.push("failed"));
  const frames = [frame("key", 1, 360), frame("delta", 2)];
  const sent: EncodedFrame[] = [];
  for (const one of frames) take("a", one, (passed) => sent.push(passed));
  assertEquals([sent, told], [frames, ["failed"]]);
});
