import { type ClientMessage, ENDPOINT_KINDS } from "../../protocol/mod.ts";
import {
  type Bucket,
  type Limits,
  MINUTE_MS,
  type Quota,
  quota,
  slidingWindow,
  take,
  type Tally,
  tally,
  type Window,
} from "../rate_limit.ts";

/** Counters of one socket; those that most sockets never need are made at first use. */
export interface SocketQuota {
  readonly messages: Bucket;
  readonly bytes: Bucket;
  malformed?: Window;
  dropped?: Window;
  candidates?: Tally;
  ices?: Quota;
  reports?: Quota;
  endpoints?: Quota;
  offers?: Quota;
  standing?: Quota;
}

/** Members that a page sends candidates to in a minute: seven, and those who come and go. */
const MAX_TARGETS = 64;

/** A quota of which nothing is used. */
export const socketQuota = ({ burst, bytes }: Limits, start: number): SocketQuota => ({
  messages: { level: burst, filled: start },
  bytes: { level: 2 * bytes, filled: start },
});

/** Takes a frame of so many bytes; false when there were too many frames, or too much in them. */
export function takeFrame(own: SocketQuota, limits: Limits, size: number, now: number): boolean {
  const { messages, burst, bytes } = limits;
  return take(own.messages, { rate: messages, burst }, 1, now) &&
    take(own.bytes, { rate: bytes, burst: 2 * bytes }, size, now);
}

/** Takes a message, of which only those that cost more than forwarding have a limit. */
export function takeMessage(
  own: SocketQuota,
  limits: Limits,
  message: ClientMessage,
  now: number,
): boolean {
  switch (message.type) {
    case "client-ice":
      return (own.ices ??= quota(limits.ices, MINUTE_MS)).take(now);
    case "client-report":
      return (own.reports ??= quota(limits.reports, MINUTE_MS)).take(now);
    case "client-avoid":
    case "client-serve":
      return (own.offers ??= quota(limits.offers, MINUTE_MS)).take(now);
    case "client-standing-offer":
      // A page may always withdraw its offer.
      if (message.sealed === undefined) return true;
      return (own.standing ??= quota(limits.standing, MINUTE_MS)).take(now);
    case "client-endpoint":
      return (own.endpoints ??= quota(ENDPOINT_KINDS.length * limits.ices, MINUTE_MS)).take(now);
    case "client-candidate":
      // So that no member is buried in another's candidates.
      own.candidates ??= tally(limits.candidates, MAX_TARGETS, MINUTE_MS);
      return own.candidates.take(message.to, now);
    case "client-answer":
    case "client-beat":
    case "client-call":
    case "client-leave":
    case "client-offer":
    case "client-endpoint-answer":
    case "client-endpoint-end":
    case "client-endpoint-refuse":
      return true;
  }
}

/** Counts a dropped frame; true if the socket is to be closed. */
export function dropFrame(own: SocketQuota, limits: Limits, now: number): boolean {
  own.dropped ??= slidingWindow(MINUTE_MS, limits.burst);
  return own.dropped.add(now) >= limits.burst;
}

/** Counts a malformed frame; true if the socket is to be closed. */
export function countMalformed(own: SocketQuota, limits: Limits, now: number): boolean {
  own.malformed ??= slidingWindow(MINUTE_MS, limits.malformed);
  return own.malformed.add(now) >= limits.malformed;
}
