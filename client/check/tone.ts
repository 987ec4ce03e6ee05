/** Plays a soft tone for 0.8 s where the browser lets it; never rejects. */
export async function playTone(): Promise<void> {
  const context = new AudioContext();
  const gain = new GainNode(context, { gain: 0 });
  const tone = new OscillatorNode(context, { frequency: 523 });
  const now = context.currentTime;
  // Rising and falling, since a tone that is cut off clicks.
  gain.gain.linearRampToValueAtTime(0.25, now + 0.05);
  gain.gain.linearRampToValueAtTime(0, now + 0.8);
  tone.connect(gain).connect(context.destination);
  tone.addEventListener("ended", () => void context.close().catch(() => {}), { once: true });
  tone.start();
  tone.stop(now + 0.8);
  await context.resume().catch(() => {});
}
