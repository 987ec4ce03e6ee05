import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";

const [WIDTH, HEIGHT] = [720, 1280];

/** A film of an upright camera, in the form that Chromium takes one for a camera (YUV4MPEG2). */
async function film(): Promise<string> {
  const path = await Deno.makeTempFile({ suffix: ".y4m" });
  const head = `YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\nFRAME\n`;
  const gray = new Uint8Array(WIDTH * HEIGHT * 3 / 2).fill(128);
  await Deno.writeFile(path, new Blob([head, gray]).stream());
  return path;
}

browserTest("capture: an upright camera is shown whole", ["chromium"], async (testRoom) => {
  const path = await film();
  try {
    const args = [`--use-file-for-fake-video-capture=${path}`];
    const ann = await testRoom.open("chromium", testRoom.link, { devices: "full", with: { args } });
    const size = () =>
      ann.page.$$eval(
        "video",
        (all) => all.map(({ videoWidth, videoHeight }) => `${videoWidth}×${videoHeight}`).join(),
      );
    await until("the whole picture", async () => await size() === `${WIDTH}×${HEIGHT}`, size);
  } finally {
    await Deno.remove(path);
  }
});
