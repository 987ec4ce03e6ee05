import { assertEquals } from "@std/assert";
import { ICE_URLS } from "../harness/ice_urls.ts";
import { browserTest } from "../harness/browser/test_room.ts";

const NEEDS = ["chromium", "firefox"] as const;

browserTest(
  "ice_url: the server refuses what Chromium or Firefox throws at",
  NEEDS,
  async (testRoom) => {
    // Named, and nobody there: the page gathers nothing.
    testRoom.expect(/another host: (?:turn|stun)/i);
    const all = ICE_URLS.map(([url]) => url);
    const thrown: boolean[][] = [];
    for (const kind of NEEDS) {
      const { page } = await testRoom.open(kind, `${testRoom.server.origin}/`);
      thrown.push(
        await page.evaluate((all: string[]) =>
          all.map((url) => {
            try {
              const iceServers = [{ urls: url, username: "u", credential: "c" }];
              new RTCPeerConnection({ iceServers }).close();
              return false;
            } catch {
              return true;
            }
          }), all),
      );
    }
    const taken = all.map((url, at) => [url, !thrown.some((one) => one[at])]);
    assertEquals(taken, ICE_URLS.map(([url, taken]) => [url, taken]));
  },
);
