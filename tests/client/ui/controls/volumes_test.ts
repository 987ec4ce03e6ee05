import { assertEquals } from "@std/assert";
import {
  applyVolume,
  heedsVolume,
  setVolume,
  volumeOf,
  watchVolumes,
} from "../../../../client/ui/controls/volumes.ts";

Deno.test("volumes: a member keeps its level while it is muted, and others keep theirs", () => {
  const over = new AbortController();
  const seen: string[] = [];
  watchVolumes(() => seen.push(JSON.stringify(volumeOf("a"))), over.signal);
  setVolume("a", { level: 0.4 });
  setVolume("a", { muted: true });
  setVolume("a", { muted: true });
  setVolume("a", { muted: false });
  over.abort();
  setVolume("a", { level: 1 });
  assertEquals(seen, [
    '{"level":0.4,"muted":false}',
    '{"level":0.4,"muted":true}',
    '{"level":0.4,"muted":true}',
    '{"level":0.4,"muted":false}',
  ]);
  assertEquals(volumeOf("b"), { level: 1, muted: false });
});

Deno.test("applyVolume: an element takes level and mute", () => {
  const player = { volume: 1, muted: false };
  applyVolume(player, { level: 0.25, muted: true });
  assertEquals(player, { volume: 0.25, muted: true });
});

Deno.test("heedsVolume: false where the platform ignores it, and the element stays as it was", () => {
  const ordinary = { volume: 0.8, muted: false };
  assertEquals(heedsVolume(ordinary), true);
  assertEquals(ordinary.volume, 0.8);
  // As on iOS: the phone's own buttons decide.
  assertEquals(
    heedsVolume(Object.freeze({
      muted: false,
      get volume() {
        return 1;
      },
      set volume(_) {
        // The buttons of the phone decide.
      },
    })),
    false,
  );
});
