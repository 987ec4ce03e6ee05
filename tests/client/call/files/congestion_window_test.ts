import { assert, assertEquals } from "@std/assert";
import {
  chunkBytes,
  confirmed,
  type CongestionWindow,
  FIRST_WINDOW,
  MAX_CHUNK_BYTES,
} from "../../../../client/call/files/congestion_window.ts";

/** Sends over a way of so many bytes a ms and so many ms of length; gives the queues it has made. */
function drive(bytesPerMs: number, lengthMs: number, forMs: number, from = FIRST_WINDOW) {
  let cwnd: CongestionWindow = from;
  let [now, free, under] = [0, 0, 0];
  const flying: { bytes: number; at: number; back: number }[] = [];
  const queues: number[] = [];
  let got = 0;
  while (now < forMs) {
    while (under < cwnd.window) {
      const bytes = chunkBytes(cwnd);
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
    cwnd = confirmed(cwnd, next.bytes, now - next.at, now);
  }
  return { cwnd, rate: got / now, first: queues, queues: queues.slice(queues.length / 2) };
}

Deno.test("CongestionWindow: a way is filled nearly whole, and its queue stays short", () => {
  // 1 Mbit/s to 400 Mbit/s.
  for (const bytesPerMs of [125, 1250, 12_500, 50_000]) {
    const { rate, queues } = drive(bytesPerMs, 40, 60_000);
    assert(rate > 0.85 * bytesPerMs, `${rate} of ${bytesPerMs}`);
    assert(Math.max(...queues) < 250, `a queue of ${Math.max(...queues)} ms`);
  }
});

Deno.test("CongestionWindow: the beginning makes no longer queue than what follows", () => {
  // 10 Mbit/s to 240 Mbit/s, far and near.
  for (
    const [bytesPerMs, lengthMs] of [[1250, 40], [12_500, 40], [12_500, 5], [30_000, 2]] as const
  ) {
    const { first, queues } = drive(bytesPerMs, lengthMs, 20_000);
    const [begin, later] = [Math.max(...first), Math.max(...queues)];
    assert(begin < 1.1 * later, `a queue of ${begin} ms at first, and ${later} later`);
  }
});

Deno.test("CongestionWindow: a queue of others makes it yield down to its least, and it takes the way back", () => {
  let cwnd = drive(1250, 40, 20_000).cwnd;
  const wide = cwnd.window;
  for (let now = 20_000; now < 24_000; now += 200) cwnd = confirmed(cwnd, 4096, 500, now);
  assertEquals(cwnd.window, 8 * 1024);
  for (let now = 24_000; now < 30_000; now += 2) cwnd = confirmed(cwnd, 4096, 45, now);
  assert(cwnd.window > wide);
});

Deno.test("CongestionWindow: a way that has become longer is not taken for a queue for ever", () => {
  let cwnd = drive(12_500, 20, 10_000).cwnd;
  for (let now = 10_000; now < 30_000; now += 300) cwnd = confirmed(cwnd, 4096, 300, now);
  assert(cwnd.window > 8 * 1024, `${cwnd.window}`);
  assertEquals(cwnd.base, 300);
});

Deno.test("CongestionWindow: chunks grow with the window, and no message is longer than 64 KiB", () => {
  assertEquals(chunkBytes(FIRST_WINDOW), 4096);
  assertEquals(chunkBytes({ ...FIRST_WINDOW, window: 2 ** 30 }), MAX_CHUNK_BYTES);
});
