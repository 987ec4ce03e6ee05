import { assertEquals } from "@std/assert";
import {
  type LeftRecording,
  openRecordings,
  type RecordingOptions,
} from "../../../../client/call/interaction/recordings.ts";
import { initialState } from "../../../../client/state/initial_state.ts";
import type { Recordings } from "../../../../client/state/recording.ts";
import { turn as settle } from "../../../fakes/clock.ts";
import { FakeRecordingDisk } from "../../../fakes/recording_disk.ts";

/** A page whose recordings are made by the test. */
function page({ fails = false, left = [] as LeftRecording[] } = {}) {
  const life = new AbortController();
  const did: string[] = [];
  const disk = new FakeRecordingDisk();
  for (const { name } of left) disk.files.set(name, name);
  let begun: RecordingOptions | null = null;
  let shown: Recordings | null = null;
  openRecordings({
    loader: {
      tick: () => {},
      disk: disk.as(),
      load: () =>
        Promise.resolve({
          findLeftRecordings: (_, found) => Promise.resolve(left.forEach(found)),
          recordCall: (options: RecordingOptions) => {
            begun = options;
            did.push(`record ${options.separate}`);
            const stop = () => Promise.resolve(void did.push("stop"));
            return Promise.resolve(fails ? null : { stop });
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

Deno.test("Recordings: what could not begin is not told to anybody", async () => {
  const { did, view } = page({ fails: true });
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

Deno.test("Recordings: sound that is missing is told of the one that runs or ran last", async () => {
  const { begun, view } = page();
  view()?.start(false);
  await settle();
  begun()?.lost(1);
  begun()?.lost(3);
  view()?.stop();
  await settle();
  assertEquals([view()?.own.is, view()?.lostSeconds], ["off", 3]);
  view()?.start(false);
  assertEquals(view()?.lostSeconds, 0);
});

Deno.test("Recordings: hanging up finishes the file", async () => {
  const { life, did, view } = page();
  view()?.start(false);
  await settle();
  life.abort();
  await settle();
  assertEquals(did, ["record false", "stop"]);
});

Deno.test("Recordings: what an earlier visit has left is shown until it is removed", async () => {
  const removed: string[] = [];
  const one = {
    name: "a.webm",
    href: "blob:a",
    remove: () => Promise.resolve(void removed.push("a")),
  };
  const { view } = page({ left: [one] });
  await settle();
  assertEquals(view()?.left.map(({ name }) => name), ["a.webm"]);
  view()?.left[0]?.remove();
  assertEquals([view()?.left, removed], [[], ["a"]]);
});
