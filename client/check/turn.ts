import type { IceServer } from "../../protocol/mod.ts";
import { type Finding, found, type Line, markOf, type Topic, type Way } from "./state.ts";

/** Outcome of a call of the page with itself. */
export interface Trial {
  /** Null: it did not connect. */
  readonly roundTripMs: number | null;
  /** Types of the candidates that this page has found. */
  readonly candidateTypes: ReadonlySet<string>;
  /** Codes of `icecandidateerror` (W3C WebRTC §4.8.2); 701: no answer at all. */
  readonly errorCodes: readonly number[];
  /** True if this browser tells such codes. */
  readonly reportsErrors: boolean;
}

/** The way that an URL of RFC 7065 goes; null for STUN. */
export function wayOf(url: string): Way | null {
  if (/^turns:/i.test(url)) return "tls";
  if (!/^turn:/i.test(url)) return null;
  return /[?&]transport=tcp\b/i.test(url) ? "tcp" : "udp";
}

/** The servers with those of their URLs alone that go this way. */
export function serversOf(servers: readonly IceServer[], way: Way): RTCIceServer[] {
  return servers.flatMap((server) => {
    const urls = server.urls.filter((url) => wayOf(url) === way);
    return urls.length > 0 ? [{ ...server, urls }] : [];
  });
}

/** Judges the relay by a trial through it alone. */
export function judgeRelay(
  { roundTripMs, candidateTypes, errorCodes, reportsErrors }: Trial,
): Finding {
  if (roundTripMs !== null) return found("relay-works", roundTripMs);
  if (errorCodes.includes(401)) return found("relay-refused");
  // RFC 8656 §18.3: allocation quota reached, insufficient capacity.
  if (errorCodes.includes(486) || errorCodes.includes(508)) return found("relay-full");
  if (candidateTypes.has("relay")) return found("relay-stuck");
  return found(reportsErrors ? "relay-silent" : "relay-empty");
}

/** The lines once all are known: a way that is closed matters less where another is open. */
export function conclude(lines: readonly Line[]): Line[] {
  const works = (...ways: Topic[]) =>
    lines.some(({ topic, finding }) => ways.includes(topic) && finding?.is === "relay-works");
  return lines.map((line) => {
    const { topic, finding } = line;
    if (!finding || markOf(finding) !== "bad" || !/^relay-(silent|empty)$/.test(finding.is)) {
      return line;
    }
    if (topic === "udp" && works("tcp", "tls")) return { topic, finding: found("udp-blocked") };
    return works("udp", "tcp", "tls") ? { topic, finding: found("detour") } : line;
  });
}
