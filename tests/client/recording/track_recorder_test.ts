import { assertEquals } from "@std/assert";
import { inMemory, type RecordingFile } from "../../../client/recording/recording_file.ts";
import { type Recorder, recordTracks } from "../../../client/recording/track_recorder.ts";
import { turn as settle } from "../../fakes/clock.ts";

/** A media recorder that gives what the test gives it. */
function fakeRecorder() {
  const target = new EventTarget();
  let state: RecordingState = "inactive";
  const give = (text: string) =>
    target.dispatchEvent(Object.assign(new Event("dataavailable"), { data: new Blob([text]) }));
  const end = () => {
    state = "inactive";
    target.dispatchEvent(new Event("stop"));
  };
  const recorder: Recorder = {
    addEventListener: target.addEventListener.bind(target),
    start: () => void (state = "recording"),
    stop() {
      give("last");
      end();
    },
    get state() {
      return state;
    },
  };
  return { recorder, give, end };
}

Deno.test("TrackRecorder: all parts are in the file, in order, with the last one", async () => {
  const { recorder, give } = fakeRecorder();
  const failures: string[] = [];
  const recording = recordTracks(recorder, inMemory("a", ""), (why) => failures.push(why));
  give("one ");
  give("two ");
  const bytes = await recording.stop();
  assertEquals([await bytes.text(), failures], ["one two last", []]);
  assertEquals(await recording.stop(), bytes);
});

Deno.test("TrackRecorder: memory that is full is told once, and what came before is whole", async () => {
  const { recorder, give } = fakeRecorder();
  const failures: string[] = [];
  const file = inMemory("a", "", 8);
  const recording = recordTracks(recorder, file, (why) => failures.push(why));
  give("12345678");
  give("9");
  await settle();
  const bytes = await recording.stop();
  assertEquals([await bytes.text(), failures], ["12345678", ["memory-full"]]);
});

Deno.test("TrackRecorder: a full disk, and a recorder that ends by itself, are told apart", async () => {
  for (const why of ["disk-full", "failed"]) {
    const { recorder, give, end } = fakeRecorder();
    const failures: string[] = [];
    const full: RecordingFile = {
      name: "a",
      write: () => Promise.reject(new DOMException("", "QuotaExceededError")),
      finish: () => Promise.resolve(new Blob()),
    };
    recordTracks(recorder, full, (problem) => failures.push(problem));
    if (why === "failed") end();
    else give("one");
    await settle();
    assertEquals(failures, [why]);
  }
});
