import { assert, assertEquals } from "@std/assert";
import { connected } from "../harness/browser/assert_healthy_call.ts";
import { listens, soundPackets } from "../harness/browser/media_counters.ts";
import { initials, PAIRS } from "../harness/browser/meeting.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { toneMicrophone } from "../harness/browser/tone_microphone.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

/** Packets of sound that a page with its microphone off may still send: those on their way. */
const LATE_PACKETS = 5;
/** Seconds of sound of an unmuted microphone that may be missing. */
const LOST_SECONDS = 0.2;
const SECONDS_PER_PACKET = 0.02;

/** Sound of the page so far: packets sent, and seconds that its microphone has given. */
function soundOf({ page }: Visitor): Promise<{ packets: number; seconds: number }> {
  return page.evaluate(async () => {
    // First: what is sent meanwhile is not missing.
    const seconds = globalThis.toneSeconds?.() ?? 0;
    const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
    let packets = 0;
    for (const pc of made) {
      if (pc.connectionState !== "connected") continue;
      for (const one of (await pc.getStats()).values()) {
        if (one.type === "outbound-rtp" && one.kind === "audio") packets += one.packetsSent;
      }
    }
    return { packets, seconds };
  });
}

/** Runs in the page: presses the button, and gives the seconds of the tone at that moment. */
function unmute(): number {
  document.querySelector<HTMLElement>('[data-do="mic"]')?.click();
  return globalThis.toneSeconds?.() ?? 0;
}

for (const pair of PAIRS) {
  const [from, to] = pair;
  browserTest(
    `LocalMedia: a microphone that is off sends nothing where the browser can, and is heard at once, ${
      initials(pair)
    }`,
    pair,
    async (testRoom) => {
      // Firefox has no audio context without a device for sound, and goes on sending silence.
      const tone = from === "chromium" ? [toneMicrophone] : [];
      const ann = await testRoom.enter(from, "Ann", { cam: 0, before: tone });
      const bob = await testRoom.enter(to, "Bob", { cam: 0 });
      await Promise.all([listens(ann), listens(bob)]);
      const losses: number[] = [];
      for (let turn = 0; turn < 3; turn++) {
        await ann.press("mic");
        await bob.count('[data-tile]:not([data-tile="me"]) [data-muted]', 1);
        const [muted, heard] = [await soundOf(ann), await soundPackets(ann)];
        // As long as a hundred packets of the other one take.
        await until("two seconds", async () => await soundPackets(ann) > heard + 100);
        const before = await soundOf(ann);
        if (from === "chromium") {
          const late = before.packets - muted.packets;
          assert(late < LATE_PACKETS, `${late} packets of silence`);
        }
        const hears = listens(bob);
        const pressed = await ann.page.evaluate(unmute);
        await hears;
        if (from !== "chromium") continue;
        const sent = async () => (await soundOf(ann)).packets - before.packets;
        await until("a hundred packets", async () => await sent() > 100, sent);
        const now = await soundOf(ann);
        // From the press on: all that the microphone gave is on its way, but for a moment.
        losses.push(now.seconds - pressed - (now.packets - before.packets) * SECONDS_PER_PACKET);
      }
      // A busy machine is late now and then; a page that loses words does it each time.
      const lost = Math.min(...losses, LOST_SECONDS);
      assert(from !== "chromium" || lost < LOST_SECONDS, `${losses} s are lost`);
      assertEquals([ann, bob].map(({ complaints }) => complaints.length), [0, 0]);
      for (const one of [ann, bob]) {
        assertEquals((await connected(one)).length, 1);
      }
    },
  );
}
