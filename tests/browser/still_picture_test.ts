import type { Kind } from "../harness/browser/browser_binaries.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const OTHERS = '[data-tile]:not([data-tile="me"])';

/** Stands canvases that are painted once, and never again, in the place of camera and screen. */
function still(): void {
  const { mediaDevices } = navigator;
  // A blank page in Firefox has none.
  if (!mediaDevices) return;
  const painted = () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [640, 360];
    const pen = canvas.getContext("2d");
    const stream = canvas.captureStream();
    if (pen) {
      pen.fillStyle = "rgb(40 200 90)";
      pen.fillRect(0, 0, canvas.width, canvas.height);
    }
    return stream;
  };
  const own = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wanted = {}) => {
    if (!wanted.video) return await own(wanted);
    const sound = wanted.audio ? await own({ audio: wanted.audio }) : null;
    return new MediaStream([...sound?.getTracks() ?? [], ...painted().getTracks()]);
  };
  mediaDevices.getDisplayMedia = () => Promise.resolve(painted());
}

/** Waits until a video of this kind of the first other one shows green. */
async function shows(visitor: Visitor, kind: "picture" | "screen"): Promise<void> {
  const selector = `${OTHERS} video[data-kind="${kind}"]`;
  const colour = () =>
    visitor.page.evaluate((selector) => {
      const video = document.querySelector(selector);
      const pen = document.createElement("canvas").getContext("2d");
      if (!(video instanceof HTMLVideoElement) || !pen) return "no video";
      if (!video.videoWidth) return "nothing yet";
      pen.drawImage(video, 0, 0, 10, 10);
      return [...pen.getImageData(5, 5, 1, 1).data.slice(0, 3)].join(" ");
    }, selector);
  const isGreen = async () => {
    const [red = 0, green = 0] = (await colour()).split(" ").map(Number);
    return green > 120 && red < 110;
  };
  await until(`the still ${kind}`, isGreen, colour, 25_000);
}

for (const kind of ["chromium", "firefox"] as const satisfies readonly Kind[]) {
  const other = kind === "chromium" ? "firefox" : "chromium";
  browserTest(
    `still: ${kind}: a picture and a screen that never change are seen, by newcomers too`,
    ["chromium", "firefox"],
    async (testRoom) => {
      const ann = await testRoom.enter(kind, "Ann", { devices: "full", before: [still] });
      await ann.press("screen");
      await ann.count('video[data-kind="screen"]', 1);
      const bob = await testRoom.enter(other, "Bob", { cam: 0 });
      await shows(bob, "picture");
      await shows(bob, "screen");
      const cem = await testRoom.enter(kind, "Cem", { cam: 0 });
      await shows(cem, "screen");
      await shows(cem, "picture");
      // Later than any frame that was still on its way.
      await ann.press("camera");
      await bob.count(`${OTHERS} video[data-kind="picture"]`, 0);
      await ann.press("camera");
      await shows(bob, "picture");
    },
  );
}
