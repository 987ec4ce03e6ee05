import type { MediaProblem } from "../state/device.ts";

/** Topics of the check, in the order in which they are shown. */
export const TOPICS = [
  "secure",
  "browser",
  "camera",
  "microphone",
  "speaker",
  "server",
  "direct",
  "outside",
  "udp",
  "tcp",
  "tls",
  "speed",
] as const;
export type Topic = (typeof TOPICS)[number];

/** Ways to a relay. */
export type Way = Extract<Topic, "udp" | "tcp" | "tls">;

/** Good, worth knowing, or in the way of a call. */
export type Mark = "good" | "note" | "bad";

/** Every verdict that is not one on a device, and how it is meant. */
export const VERDICTS = {
  secure: "good",
  insecure: "bad",
  capable: "good",
  "no-webrtc": "bad",
  // Milliseconds there and back.
  answers: "good",
  "answers-late": "note",
  busy: "bad",
  silent: "bad",
  forbidden: "bad",
  "no-upgrade": "bad",
  // Width and height.
  picture: "good",
  heard: "good",
  quiet: "note",
  listen: "note",
  "tone-heard": "good",
  "tone-unheard": "bad",
  direct: "good",
  "direct-fails": "bad",
  outside: "good",
  "outside-none": "note",
  "outside-unasked": "note",
  // Milliseconds there and back through the relay.
  "relay-works": "good",
  "relay-refused": "bad",
  "relay-full": "bad",
  "relay-silent": "bad",
  "relay-empty": "bad",
  "relay-stuck": "bad",
  // The browser does not accept its URL, for example because of its port.
  "relay-odd": "bad",
  "relay-unset": "note",
  "relay-none": "note",
  "relay-missing": "bad",
  "udp-blocked": "note",
  detour: "note",
  // Megabits a second, and percent that were lost.
  "speed-good": "good",
  "speed-thin": "note",
  "speed-lossy": "note",
  "speed-here": "note",
  "speed-unknown": "note",
} as const satisfies Readonly<Record<string, Mark>>;
export type Verdict = keyof typeof VERDICTS;

/** Result of one topic. */
export type Finding =
  | {
    readonly is: Verdict;
    readonly numbers: readonly number[];
    /** URLs of ICE servers that it is about. */
    readonly urls?: readonly string[];
  }
  | { readonly is: "device"; readonly kind: "mic" | "camera"; readonly why: MediaProblem };

/** One line of the page; null while it is being looked at. */
export interface Line {
  readonly topic: Topic;
  readonly finding: Finding | null;
}

/** The check so far. */
export interface CheckState {
  readonly stage: "idle" | "running" | "done";
  readonly lines: readonly Line[];
  readonly picture: MediaStream | null;
}

/** A finding in few words. */
export function found(is: Verdict, ...numbers: readonly number[]): Finding {
  return { is, numbers };
}

/** The browser does not accept these URLs. */
export function refusedUrls(urls: readonly string[]): Finding {
  return { is: "relay-odd", numbers: [], urls };
}

/** How a finding is meant. */
export function markOf(finding: Finding): Mark {
  return finding.is === "device" ? "bad" : VERDICTS[finding.is];
}

/** The worst of all marks. */
export function worst(lines: readonly Line[]): Mark {
  const marks = lines.map(({ finding }) => finding ? markOf(finding) : "good");
  return marks.includes("bad") ? "bad" : marks.includes("note") ? "note" : "good";
}
