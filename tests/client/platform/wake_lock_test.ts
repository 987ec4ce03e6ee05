import { assertEquals } from "@std/assert";
import { keepScreenOn, type ScreenLocks } from "../../../client/platform/wake_lock.ts";
import { turn } from "../../fakes/clock.ts";
import { FakePage } from "../../fakes/page_visibility.ts";

function screen() {
  const locks: { released: boolean; release(): Promise<void> }[] = [];
  const page = new FakePage();
  const life = new AbortController();
  const state = { refuses: false };
  const wakeLock: ScreenLocks = {
    request() {
      if (state.refuses) return Promise.reject(new DOMException("no", "NotAllowedError"));
      const lock = {
        released: false,
        release() {
          lock.released = true;
          return Promise.resolve();
        },
      };
      locks.push(lock);
      return Promise.resolve(lock);
    },
  };
  /** Browsers take the locks of a hidden page back. */
  const hide = async (hidden: boolean) => {
    for (const lock of hidden ? locks : []) lock.released = true;
    page.hide(hidden);
    await turn();
  };
  const held = () => locks.filter(({ released }) => !released).length;
  return { held, hide, life, locks, page, state, wakeLock };
}

Deno.test("keepScreenOn: one lock while the page is seen, and none after the call", async () => {
  const { held, hide, life, locks, page, wakeLock } = screen();
  keepScreenOn({ wakeLock, page: page.as(), signal: life.signal });
  await turn();
  await hide(false);
  assertEquals([held(), locks.length], [1, 1]);
  await hide(true);
  assertEquals(held(), 0);
  await hide(false);
  assertEquals([held(), locks.length], [1, 2]);
  life.abort();
  await hide(false);
  assertEquals([held(), locks.length], [0, 2]);
});

Deno.test("keepScreenOn: a refusal is asked again, and a lock that comes too late is given back", async () => {
  const { held, hide, life, page, state, wakeLock } = screen();
  state.refuses = true;
  keepScreenOn({ wakeLock, page: page.as(), signal: life.signal });
  await turn();
  state.refuses = false;
  await hide(false);
  assertEquals(held(), 1);
  const late = new AbortController();
  keepScreenOn({ wakeLock, page: page.as(), signal: late.signal });
  late.abort();
  await turn();
  assertEquals(held(), 1);
  life.abort();
  assertEquals(held(), 0);
  keepScreenOn({ wakeLock: undefined, page: page.as(), signal: new AbortController().signal });
});
