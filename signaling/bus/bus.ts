import type { Clock } from "../clock.ts";

/** Reports of a bus to its owner. */
export interface BusEvents {
  /** Mail to this isolate alone, which may come twice, or an announcement, at most once. */
  heard(from: string, text: string): void;
  /** This isolate was cut off: what the others announced meanwhile is not known here. */
  restored(): void;
}

/** Joins the isolates of one deployment: those of one process, or of many. */
export interface Bus {
  /** This isolate's name, new at every start: 22 characters of base64url. */
  readonly node: string;
  /** To one isolate: acknowledged, or reported to {@link BusCounts} as lost. No line break in it. */
  mail(node: string, text: string): void;
  /** To every isolate that follows the topic; at most once, so it is told again now and then. */
  announce(topic: string, text: string): void;
  /** Announces; gives false as soon as it is known that no other isolate follows the topic. */
  seek(topic: string, text: string): Promise<boolean>;
  follow(topic: string): void;
  unfollow(topic: string): void;
  listen(events: BusEvents): void;
  /** Reason why isolates may not reach each other right now; null when they do. */
  trouble(): string | null;
  close(): Promise<void>;
}

/** Reports what became of mail, and counts packets that this deployment has not signed. */
export interface BusCounts {
  /** Lost: not acknowledged; the receiver may have it all the same. */
  mail(fate: "sent" | "received" | "lost", messages: number): void;
  forged(): void;
}

/** Options of any bus. */
export interface BusOptions {
  readonly node: string;
  readonly clock: Pick<Clock, "soon">;
  readonly count: BusCounts;
}
