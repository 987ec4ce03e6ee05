import { assertEquals } from "@std/assert";
import { keepPlaying, type Playable, REFUSED } from "../../../../client/ui/controls/playback.ts";
import { fakeClock, turn } from "../../../fakes/clock.ts";
import { fakeTrack } from "../../../fakes/media.ts";
import { FakePage } from "../../../fakes/page_visibility.ts";

/** A media element that somebody else can pause, and that may not be allowed to play. */
class FakeElement extends EventTarget {
  paused = false;
  isConnected = true;
  plays = 0;
  allowed = true;

  play(): Promise<void> {
    this.plays++;
    if (!this.allowed) return Promise.reject(new DOMException("no", "NotAllowedError"));
    this.paused = false;
    return Promise.resolve();
  }

  pause(): void {
    this.paused = true;
    this.dispatchEvent(new Event("pause"));
  }
}

function playing() {
  const element = new FakeElement();
  const page = new FakePage();
  const track = fakeTrack("audio");
  const clock = fakeClock();
  const life = new AbortController();
  let refused = 0;
  element.addEventListener(REFUSED, () => refused++);
  keepPlaying(element as Playable, {
    tracks: [track],
    page: page.as(),
    elapsed: clock.now,
    signal: life.signal,
  });
  return { clock, element, life, page, refused: () => refused, track };
}

Deno.test("keepPlaying: what was paused from outside goes on", async () => {
  const { clock, element, refused } = playing();
  for (let time = 0; time < 3; time++) {
    element.pause();
    await clock.pass(2000);
    assertEquals([element.paused, refused()], [false, 0]);
  }
});

Deno.test("keepPlaying: what is paused again at once waits for the person, and is not fought for", () => {
  const { element, refused } = playing();
  for (let time = 0; time < 5; time++) element.pause();
  assertEquals([element.paused, element.plays, refused()], [true, 1, 4]);
});

Deno.test("keepPlaying: after an interruption that allowed no sound it goes on by itself", async () => {
  for (const end of ["seen", "unmuted"] as const) {
    const { element, page, refused, track } = playing();
    element.allowed = false;
    page.hide(true);
    element.pause();
    await turn();
    assertEquals([element.paused, refused()], [true, 1]);
    element.allowed = true;
    if (end === "seen") page.hide(false);
    else track.mute(false);
    assertEquals(element.paused, false);
  }
});

Deno.test("keepPlaying: an element that has left the page stays silent", () => {
  const { element, life } = playing();
  element.isConnected = false;
  element.pause();
  assertEquals(element.plays, 0);
  element.isConnected = true;
  life.abort();
  element.pause();
  assertEquals(element.plays, 0);
});
