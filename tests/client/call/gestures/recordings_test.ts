import { assertEquals } from "@std/assert";
import {
  openRecordings,
  type RecordingOptions,
} from "../../../../client/call/gestures/recordings.ts";
import { initialState } from "../../../../client/state/initial_state.ts";
import type { Recordings } from "../../../../client/state/recording.ts";
import { turn as settle } from "../../../fakes/clock.ts";

/** A page whose recordings are made by the test. */
function page({ refuses = false } = {}) {
  const life = new AbortController();
  const did: string[] = [];
  let begun: RecordingOptions | null = null;
  let shown: Recordings | null = null;
  openRecordings({
    loader: {
      tick: () => {},
      load: () =>
        Promise.resolve({
          record: (options: RecordingOptions) => {
            begun = options;
            did.push(`record ${options.separate}`);
            const stop = () => Promise.resolve(void did.push("stop"));
            return Promise.resolve(refuses ? null : { stop });
          },
        }),
    },
    members: () => [],
    state: { get: () => initialState("Ann"), watch: () => {} },
    microphone: () => null,
    elapsed: () => 0,
    now: () => 0,
    tell: ({ recordings }) => shown = recordings,
    signal: life.signal,
  });
  const view = (): Recordings | null => shown;
  return { life, did, begun: (): RecordingOptions | null => begun, view };
}

Deno.test("Recordings: one is begun, told, and ended as wished, and never twice at once", async () => {
  const { did, view } = page();
  view()?.start(true);
  view()?.start(true);
  await settle();
  assertEquals([view()?.own.is, view()?.turn?.on], ["on", true]);
  view()?.stop();
  view()?.stop();
  await settle();
  assertEquals([view()?.own.is, view()?.turn?.on], ["off", false]);
  assertEquals(did, ["record true", "stop"]);
});

Deno.test("Recordings: who chooses no file records nothing, and nobody is told", async () => {
  const { did, view } = page({ refuses: true });
  view()?.start(false);
  await settle();
  assertEquals([view()?.own.is, view()?.turn, did], ["off", null, ["record false"]]);
});

Deno.test("Recordings: a full disk ends it with words, and what was recorded is kept", async () => {
  const { did, begun, view } = page();
  view()?.start(false);
  await settle();
  begun()?.failed("disk-full");
  begun()?.saved({ name: "a.webm", href: "blob:a" });
  await settle();
  assertEquals([view()?.own.is, view()?.problem, view()?.turn?.on], ["off", "disk-full", false]);
  assertEquals(view()?.files.map(({ name }) => name), ["a.webm"]);
  assertEquals(did, ["record false", "stop"]);
});

Deno.test("Recordings: hanging up finishes the file", async () => {
  const { life, did, view } = page();
  view()?.start(false);
  await settle();
  life.abort();
  await settle();
  assertEquals(did, ["record false", "stop"]);
});
