import type { LoopOptions } from "./loopback.ts";

/**
 * Reads how loud a track is, 0 to 1, by sending it to the page itself: an audio context would need
 * a gesture, and in Firefox a speaker. Ends with the signal.
 */
export function openLoudnessMeter(
  track: MediaStreamTrack,
  { createRtc, signal }: Pick<LoopOptions, "createRtc" | "signal">,
): () => Promise<number> {
  const [from, to] = [createRtc({}), createRtc({})];
  const close = () => {
    from.close();
    to.close();
  };
  if (signal.aborted) close();
  signal.addEventListener("abort", close, { once: true });
  from.addEventListener("icecandidate", ({ candidate }) => {
    if (candidate) to.addIceCandidate(candidate).catch(() => {});
  }, { signal });
  to.addEventListener("icecandidate", ({ candidate }) => {
    if (candidate) from.addIceCandidate(candidate).catch(() => {});
  }, { signal });
  connect(from, to, track).catch(() => {});
  return async () => {
    // Firefox knows the level of what is received (W3C WebRTC §5.3), Chromium that of the source
    // (W3C webrtc-stats, `audioLevel`), since nobody plays what is received.
    const levels = to.getReceivers().flatMap((one) => one.getSynchronizationSources())
      .map(({ audioLevel = 0 }) => audioLevel);
    (await from.getStats().catch(() => null))?.forEach((stat) => {
      if (stat.type === "media-source") levels.push(Number(stat.audioLevel) || 0);
    });
    return Math.max(0, ...levels);
  };
}

async function connect(
  from: RTCPeerConnection,
  to: RTCPeerConnection,
  track: MediaStreamTrack,
): Promise<void> {
  from.addTrack(track);
  await from.setLocalDescription();
  if (from.localDescription) await to.setRemoteDescription(from.localDescription);
  await to.setLocalDescription();
  if (to.localDescription) await from.setRemoteDescription(to.localDescription);
}
