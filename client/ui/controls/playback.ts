/** Bubbles from an element that the browser lets play only after a gesture. */
export const REFUSED = "play-refused";

/** A pause this soon after the last one is not one that can be undone, in ms. */
const PAUSED_AGAIN_MS = 1000;

/** The slice of a media element that is used. */
export type Playable = Pick<
  HTMLMediaElement,
  "play" | "paused" | "isConnected" | "addEventListener" | "dispatchEvent"
>;

/** Options of {@link keepPlaying}. */
export interface PlaybackOptions {
  readonly tracks: readonly Pick<MediaStreamTrack, "addEventListener">[];
  readonly page: Pick<Document, "hidden" | "addEventListener">;
  /** Milliseconds on a clock that nobody sets. */
  readonly elapsed: () => number;
  readonly signal: AbortSignal;
}

/** Plays, or says that it may not (HTML §4.8.11.8). Rejects otherwise for a replaced stream. */
export function play(element: Playable): void {
  element.play().catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "NotAllowedError") refuse(element);
  });
}

/**
 * Has an element go on when something outside the page has paused it: a media key, a headset, a
 * phone call. What is paused again at once waits for the person.
 */
export function keepPlaying(element: Playable, options: PlaybackOptions): void {
  const { tracks, page, elapsed, signal } = options;
  let paused = -Infinity;
  const resume = () => {
    if (element.paused && element.isConnected) play(element);
  };
  element.addEventListener("pause", () => {
    const again = elapsed() - paused < PAUSED_AGAIN_MS;
    paused = elapsed();
    if (again) refuse(element);
    else resume();
  }, { signal });
  page.addEventListener("visibilitychange", () => page.hidden || resume(), { signal });
  for (const track of tracks) track.addEventListener("unmute", resume, { signal });
}

/** Plays what is paused; in a gesture that is what was refused, too. */
export function playAll(): void {
  for (const one of document.querySelectorAll<HTMLMediaElement>("audio, video")) {
    if (one.paused) play(one);
  }
}

/** True when nothing within `root` is paused. */
export function allPlay(root: ParentNode): boolean {
  return [...root.querySelectorAll<HTMLMediaElement>("audio, video")].every((one) => !one.paused);
}

function refuse(element: Playable): void {
  element.dispatchEvent(new Event(REFUSED, { bubbles: true }));
}
