declare global {
  /** Seconds of sound that the microphone has given so far. */
  var toneSeconds: (() => number) | undefined;
}

/**
 * Runs in a page before its own script: its microphone gives a tone without end, and tells how much
 * of it there was, by the clock of the sound.
 */
export function toneMicrophone(): void {
  // Absent where a browser begins, on an insecure blank page.
  const mediaDevices: MediaDevices | undefined = navigator.mediaDevices;
  if (!mediaDevices) return;
  const native = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wanted = {}) => {
    const stream = await native(wanted);
    const [microphone] = stream.getAudioTracks();
    if (!microphone) return stream;
    const context = new AudioContext();
    const out = context.createMediaStreamDestination();
    const tone = context.createOscillator();
    tone.connect(out);
    tone.start();
    globalThis.toneSeconds = () => context.currentTime;
    microphone.stop();
    stream.removeTrack(microphone);
    for (const track of out.stream.getAudioTracks()) stream.addTrack(track);
    return stream;
  };
}
