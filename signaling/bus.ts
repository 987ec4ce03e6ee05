/** What a bus tells its owner. */
export interface Ear {
  /** From one isolate to this one: in order for each sender, nothing twice. */
  message(from: string, text: string): void;
  /** To everybody who follows `topic`; may be lost. */
  announced(from: string, topic: string, text: string): void;
  /** Nothing was heard of this isolate for {@link AWAY} seconds, or it is heard again. */
  away(node: string, away: boolean): void;
  /** It was not heard for {@link GONE} seconds: what it held is free. */
  gone(node: string): void;
  /** Something may be lost between this isolate and `node`; null: between it and anybody. */
  gap(node: string | null): void;
}

/**
 * Joins the isolates that serve one deployment: those of a process, or of many. One contract,
 * one test suite, several carriers.
 */
export interface Bus {
  /** This isolate's name, new at every start. */
  readonly node: string;
  /** To one isolate, in order and once; see {@link Ear.gap} for what cannot be delivered. */
  send(node: string, text: string): void;
  /** To every isolate that follows the topic, as far as it is heard. */
  announce(topic: string, text: string): void;
  follow(topic: string): void;
  unfollow(topic: string): void;
  listen(ear: Ear): void;
  /** Why isolates may not reach each other right now; null when they do. */
  trouble(): string | null;
  close(): Promise<void>;
}

/** Seconds after which a silent isolate's members are shown as away. */
export const AWAY = 18;
/** Seconds after which a silent isolate's members have left. */
export const GONE = 33;
