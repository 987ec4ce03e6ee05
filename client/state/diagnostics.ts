import type { VERDICTS } from "../../protocol/mod.ts";

/** Outcome of connecting a pair, or the cause of its failure. */
export type Verdict = (typeof VERDICTS)[number];

/** One stream of a connection, over the last second or so. */
export interface Stream {
  /** As its media type is named: `opus`, `VP8`. */
  readonly codec: string;
  readonly width: number | null;
  readonly height: number | null;
  /** Frames a second; null for sound. */
  readonly rate: number | null;
  /** Bits a second, without headers. */
  readonly bitrate: number;
  /** Share of the packets that did not arrive, 0 to 1; null while there is no report. */
  readonly loss: number | null;
  /** Milliseconds. */
  readonly jitter: number | null;
}

/** A frame of a picture that this page shows; both times in ms of `performance.now()`. */
export interface ShownFrame {
  /** Time of its capture, by the browser's own reckoning from the sender's reports. */
  readonly captured: number;
  readonly shown: number;
}

/** Delay of a picture from camera to screen. */
export interface Delay {
  readonly ms: number;
  /**
   * `frames`: capture times of the frames that were shown; `reports`: playout time by RTCP sender
   * reports; `parts`: the sum of the parts that are known, an estimate.
   */
  readonly source: "frames" | "reports" | "parts";
}

/** A connection in numbers; streams that stand still are not in it. */
export interface Measure {
  readonly path: "direct" | "relayed" | null;
  /** Transport to the other side, or to the relay. */
  readonly protocol: "udp" | "tcp" | "tls" | null;
  /** Milliseconds. */
  readonly roundTrip: number | null;
  /** Delay of the camera's picture; null when none comes in. */
  readonly delay: Delay | null;
  readonly received: Partial<Record<"mic" | "camera" | "screen", Stream>>;
  readonly sent: Partial<Record<"mic" | "camera" | "screen", Stream>>;
}

/** Amount that a member is sent: everything, less of it, or sound alone. */
export type SendLevel = "full" | "less" | "sound";

/** Levels of media to and from members; one that is not named is at `full`. */
export interface SendLevels {
  /** Levels at which this page sends to members with little bandwidth. */
  readonly sends: Readonly<Record<string, SendLevel>>;
  /** Levels at which members send to this page. */
  readonly gets: Readonly<Record<string, SendLevel>>;
}

/** State of the connections, and causes of those that do not come about. */
export interface Diagnostics extends SendLevels {
  /** Causes why members are not connected, by their ids, as far as the page has found out. */
  readonly reasons: Readonly<Record<string, Verdict>>;
  /** URLs of ICE servers that this browser does not accept. */
  readonly refusedUrls: readonly string[];
  /**
   * Measures the connection with this member since the last call, with the frames of its camera
   * that were shown meanwhile; null without a connection.
   */
  measure(id: string, frames?: readonly ShownFrame[]): Promise<Measure | null>;
  /** Connects anew with this member, at once. */
  tryAgain(id: string): void;
}
