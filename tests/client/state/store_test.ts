import { assert, assertEquals } from "@std/assert";
import { store } from "../../../client/state/store.ts";

const ever = new AbortController().signal;

Deno.test("Store: store merges a part and keeps the rest", () => {
  const state = store({ a: 1, b: "x" });
  const before = state.get();
  state.set({ a: 2 });
  assertEquals(state.get(), { a: 2, b: "x" });
  // Whoever held the old value still holds it unchanged.
  assertEquals(before, { a: 1, b: "x" });
});

Deno.test("Store: store tells its watchers the new value", () => {
  const state = store({ a: 1 });
  const seen: number[] = [];
  state.watch(({ a }) => seen.push(a), ever);
  state.set({ a: 2 });
  state.set({ a: 3 });
  assertEquals(seen, [2, 3]);
});

Deno.test("Store: store stays silent and the same when nothing differs", () => {
  const list: number[] = [];
  const state = store({ a: NaN, b: 1, list });
  let told = 0;
  state.watch(() => told++, ever);
  const before = state.get();
  state.set({ a: NaN });
  state.set({});
  state.set({ b: 1, list });
  assertEquals(told, 0);
  assert(state.get() === before);
  state.set({ b: 1, list: [] });
  assertEquals(told, 1);
});

Deno.test("Store: store tells when only one of several keys differs", () => {
  const state = store({ a: 1, b: 1 });
  let told = 0;
  state.watch(() => told++, ever);
  state.set({ a: 1, b: 2 });
  state.set({ a: 2, b: 2 });
  assertEquals(told, 2);
});

Deno.test("Store: store forgets a watcher when its signal aborts", () => {
  const state = store({ a: 1 });
  const life = new AbortController();
  let told = 0;
  state.watch(() => told++, life.signal);
  state.watch(() => told++, AbortSignal.abort());
  state.set({ a: 2 });
  life.abort();
  state.set({ a: 3 });
  assertEquals(told, 1);
});

Deno.test("Store: store lets a watcher set, and another leave, in the middle of telling", () => {
  const state = store({ a: 0 });
  const life = new AbortController();
  const seen: number[] = [];
  state.watch(({ a }) => a === 1 && state.set({ a: 2 }), ever);
  state.watch(() => life.abort(), ever);
  state.watch(({ a }) => seen.push(a), life.signal);
  state.set({ a: 1 });
  assertEquals(state.get().a, 2);
  assert(seen.length > 0);
});
