import { assert, assertEquals } from "@std/assert";
import {
  chunkBytes,
  confirmed,
  FIRST_PACE,
  MAX_CHUNK_BYTES,
  type Pace,
} from "../../../../client/call/files/pace.ts";

/** Sends over a way of so many bytes a ms and so many ms of length; gives the queues it has made. */
function drive(bytesPerMs: number, lengthMs: number, forMs: number, from = FIRST_PACE) {
  let pace: Pace = from;
  let [now, free, under] = [0, 0, 0];
  const flying: { bytes: number; at: number; back: number }[] = [];
  const queues: number[] = [];
  let got = 0;
  while (now < forMs) {
    while (under < pace.window) {
      const bytes = chunkBytes(pace);
      free = Math.max(free, now) + bytes / bytesPerMs;
      queues.push(free - now);
      flying.push({ bytes, at: now, back: free + lengthMs });
      under += bytes;
    }
    const next = flying.shift();
    assert(next);
    now = next.back;
    under -= next.bytes;
    got += next.bytes;
    pace = confirmed(pace, next.bytes, now - next.at, now);
  }
  return { pace, rate: got / now, queues: queues.slice(queues.length / 2) };
}

Deno.test("Pace: a way is filled nearly whole, and its queue stays short", () => {
  // 1 Mbit/s to 400 Mbit/s.
  for (const bytesPerMs of [125, 1250, 12_500, 50_000]) {
    const { rate, queues } = drive(bytesPerMs, 40, 60_000);
    assert(rate > 0.85 * bytesPerMs, `${rate} of ${bytesPerMs}`);
    assert(Math.max(...queues) < 250, `a queue of ${Math.max(...queues)} ms`);
  }
});

Deno.test("Pace: a queue of others makes it yield down to its least, and it takes the way back", () => {
  let pace = drive(1250, 40, 20_000).pace;
  const wide = pace.window;
  for (let now = 20_000; now < 24_000; now += 200) pace = confirmed(pace, 4096, 500, now);
  assertEquals(pace.window, 8 * 1024);
  for (let now = 24_000; now < 30_000; now += 2) pace = confirmed(pace, 4096, 45, now);
  assert(pace.window > wide);
});

Deno.test("Pace: a way that has become longer is not taken for a queue for ever", () => {
  let pace = drive(12_500, 20, 10_000).pace;
  for (let now = 10_000; now < 30_000; now += 300) pace = confirmed(pace, 4096, 300, now);
  assert(pace.window > 8 * 1024, `${pace.window}`);
  assertEquals(pace.base, 300);
});

Deno.test("Pace: chunks grow with the window, and no message is longer than 64 KiB", () => {
  assertEquals(chunkBytes(FIRST_PACE), 4096);
  assertEquals(chunkBytes({ ...FIRST_PACE, window: 2 ** 30 }), MAX_CHUNK_BYTES);
});
