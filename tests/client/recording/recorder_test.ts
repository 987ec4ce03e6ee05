import { assertEquals } from "@std/assert";
import { formatOf } from "../../../client/recording/recorder.ts";

/** A browser that records these containers. */
const browser = (...made: string[]) => ({
  MediaRecorder: { isTypeSupported: (type: string) => made.some((one) => type.startsWith(one)) },
});

Deno.test("formatOf: WebM where a browser makes it, MP4 where it makes that alone, or nothing", () => {
  const ending = (here: Parameters<typeof formatOf>[0]) => formatOf(here)?.ending ?? null;
  assertEquals(ending(browser("video/webm", "audio/webm", "video/mp4")), "webm");
  assertEquals(ending(browser("video/mp4", "audio/mp4")), "mp4");
  assertEquals(ending(browser()), null);
  assertEquals(ending({}), null);
});
