/**
 * Plays the sound of a received stream until the signal aborts. Chromium gives what comes over the
 * network to WebAudio only while an element plays it.
 */
export function playSound(stream: MediaStream, signal: AbortSignal): void {
  const audio = new Audio();
  audio.srcObject = new MediaStream(stream.getAudioTracks());
  // Refused before the first gesture: then the other members hear it all the same.
  audio.play().catch(() => {});
  signal.addEventListener("abort", () => {
    audio.pause();
    audio.srcObject = null;
  }, { once: true });
}
