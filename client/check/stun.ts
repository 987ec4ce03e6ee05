import { childOf } from "../platform/child_signal.ts";
import type { IceServer } from "../../protocol/mod.ts";
import { acceptIce } from "../call/connection/accepted_ice_servers.ts";
import type { LoopOptions } from "./loopback.ts";
import { type Finding, found, refusedUrls } from "./state.ts";

/** Time for a server to say which address it sees. */
const STUN_TIMEOUT_MS = 6000;

/** Finds out if a STUN server sees this network by UDP: then many calls need no relay. */
export async function findPublicAddress(
  iceServers: readonly IceServer[],
  { createRtc, clock, signal }: LoopOptions,
): Promise<Finding> {
  if (iceServers.length === 0) return found("outside-unasked");
  const { create, refused } = acceptIce(createRtc);
  const rtc = create({ iceServers: iceServers.map((one) => ({ ...one, urls: [...one.urls] })) });
  const over = childOf(signal);
  const untilOver = { signal: over.signal };
  const seen = await new Promise<boolean>((resolve) => {
    over.signal.addEventListener("abort", () => resolve(false));
    rtc.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate?.type === "srflx") resolve(true);
    }, untilOver);
    rtc.addEventListener("icegatheringstatechange", () => {
      if (rtc.iceGatheringState === "complete") resolve(false);
    }, untilOver);
    clock.later(STUN_TIMEOUT_MS, () => resolve(false), over.signal);
    rtc.createDataChannel("");
    rtc.setLocalDescription().catch(() => resolve(false));
  });
  over.abort();
  rtc.close();
  if (seen) return found("outside");
  return refused().length > 0 ? refusedUrls(refused()) : found("outside-none");
}
