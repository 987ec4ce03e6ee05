import { assertEquals } from "@std/assert";
import { showBadge } from "../../../client/platform/app_badge.ts";
import { initialState } from "../../../client/state/initial_state.ts";
import { countNews } from "../../../client/state/news.ts";
import { turn } from "../../fakes/clock.ts";

Deno.test("app badge: it counts news, goes with them, and fails in silence", async () => {
  const shown: (number | null)[] = [];
  const refused = () => Promise.reject(new DOMException("no icon", "NotAllowedError"));
  const badges = {
    setAppBadge: (count: number) => (shown.push(count), refused()),
    clearAppBadge: () => (shown.push(null), Promise.resolve()),
  };
  for (const count of [2, 0]) showBadge(badges, count);
  showBadge({}, 1);
  await turn();
  assertEquals(shown, [2, null]);
});

Deno.test("app badge: lines and knocks are news, a guest's own knock is none", () => {
  const state = { ...initialState("Ann"), unread: 2 };
  const inside = { side: "inside", locked: true, by: null, elsewhere: false } as const;
  const knocks = [{ id: "a", name: "Bob" }, { id: "b", name: "" }];
  assertEquals(countNews(state), 2);
  assertEquals(countNews({ ...state, lock: { ...inside, knocks } }), 4);
  assertEquals(countNews({ ...state, lock: { side: "outside", answer: "none" } }), 2);
});
