/** The slice of the Audio Session API that is used (W3C Audio Session §4); Safari has it. */
export interface AudioSessionParts {
  readonly audioSession?: { type: string } | undefined;
}

declare global {
  interface Navigator extends AudioSessionParts {}
}

/**
 * Has the system treat the sound of this page as that of a call until the signal aborts, also while
 * no microphone is open: others then sound the same before and after it is.
 */
export function playAsCall({ audioSession }: AudioSessionParts, signal: AbortSignal): void {
  if (!audioSession || signal.aborted) return;
  audioSession.type = "play-and-record";
  signal.addEventListener("abort", () => audioSession.type = "auto", { once: true });
}
