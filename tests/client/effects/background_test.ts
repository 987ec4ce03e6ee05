import { assertEquals } from "@std/assert";
import { type BackgroundWorker, openBackground } from "../../../client/effects/background.ts";
import type { FromWorker, ToWorker } from "../../../client/effects/background_messages.ts";
import { fakeClock } from "../../fakes/clock.ts";
import { FakeTrack } from "../../fakes/media.ts";

const track = () => new FakeTrack("video") as unknown as MediaStreamTrack;

/** A worker that says what it is told to say, and notes what it hears. */
function open() {
  const heard: string[] = [];
  const told: string[] = [];
  const worker: BackgroundWorker = {
    postMessage: (message: ToWorker) =>
      void heard.push(message.do === "set" ? message.background : message.do),
    terminate: () => void heard.push("terminate"),
    onmessage: null,
    onerror: null,
  };
  const drawn = track();
  const clock = fakeClock();
  const camera = openBackground({
    camera: track(),
    openWorker: () => worker,
    later: clock.later,
    openPath: () => ({
      track: drawn,
      due: () => void heard.push("due"),
      drawn() {},
      close: () => void heard.push("close"),
    }),
    ready: () => void told.push("ready"),
    failed: (why) => void told.push(why),
  });
  const says = (data: FromWorker) =>
    worker.onmessage?.call(worker as Worker, new MessageEvent("message", { data }));
  return { camera, clock, drawn, heard, told, says };
}

Deno.test("openBackground: what is wished before the worker is ready is told once it is, the last alone", () => {
  const { camera, drawn, heard, told, says } = open();
  camera.set("blur", null);
  camera.set("#c81e1e", null);
  assertEquals([heard, camera.track()], [[], null]);
  says({ is: "ready" });
  assertEquals([heard, told, camera.track()], [["#c81e1e"], ["ready"], drawn]);
  camera.set("more-blur", null);
  says({ is: "due" });
  camera.close();
  assertEquals(heard, ["#c81e1e", "more-blur", "due", "terminate", "close"]);
});

Deno.test("openBackground: a worker that cannot draw says why, and gives no track", () => {
  const { camera, told, says } = open();
  says({ is: "failed" });
  assertEquals([told, camera.track()], [["background-failed"], null]);
  says({ is: "slow" });
  assertEquals(told, ["background-failed", "slow"]);
});

Deno.test("openBackground: a worker that never says anything fails; one that is ready, or was closed, does not", async () => {
  const [silent, works, closed] = [open(), open(), open()];
  works.says({ is: "ready" });
  closed.camera.close();
  for (const { clock } of [silent, works, closed]) await clock.pass(60_000);
  assertEquals([silent, works, closed].map(({ told }) => told), [
    ["background-failed"],
    ["ready"],
    [],
  ]);
});
