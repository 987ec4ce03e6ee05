import { assertEquals } from "@std/assert";
import { later } from "../../../client/platform/clock.ts";

Deno.test("Clock: later runs once its time has come", async () => {
  const ran = await new Promise((resolve) =>
    later(0, () => resolve(true), new AbortController().signal)
  );
  assertEquals(ran, true);
});

Deno.test("Clock: later keeps the order of times", async () => {
  const order: string[] = [];
  const { signal } = new AbortController();
  await new Promise<void>((resolve) => {
    later(2, () => resolve(void order.push("second")), signal);
    later(0, () => order.push("first"), signal);
  });
  assertEquals(order, ["first", "second"]);
});

Deno.test("Clock: later runs nothing once its signal is aborted", async () => {
  const ran: string[] = [];
  const life = new AbortController();
  later(0, () => ran.push("aborted afterwards"), life.signal);
  later(0, () => ran.push("aborted before"), AbortSignal.abort());
  life.abort();
  // Timers of the same length run in the order in which they were set.
  await new Promise<void>((resolve) => later(0, resolve, new AbortController().signal));
  assertEquals(ran, []);
});

Deno.test("Clock: later lets go of its signal once it ran", async () => {
  const heard = new Set<unknown>();
  const signal = new AbortController().signal;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (
    type: string,
    fn: EventListener,
    options?: AddEventListenerOptions,
  ) => {
    heard.add(fn);
    add(type, fn, options);
  };
  signal.removeEventListener = (type: string, fn: EventListener) => {
    heard.delete(fn);
    remove(type, fn);
  };
  await new Promise<void>((resolve) => later(0, resolve, signal));
  // A call of hours sets thousands of timers on one signal.
  assertEquals(heard.size, 0);
});
