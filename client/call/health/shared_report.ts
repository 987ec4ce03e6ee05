import type { Report } from "./selected_path.ts";

/** Newest report of each connection, and when it was asked for. */
const newest = new WeakMap<object, { readonly at: number; readonly report: Promise<Report> }>();

/** Time in which a report serves all who look at a connection once a second. */
const SHARED_MS = 900;

/**
 * Reads a connection's statistics, once for all who ask in the same second: to collect them costs
 * the browser's network thread more than to read them here. `now`: monotonic milliseconds.
 */
export function sharedReport(
  rtc: Pick<RTCPeerConnection, "getStats">,
  now: number,
): Promise<Report> {
  const known = newest.get(rtc);
  if (known && now - known.at < SHARED_MS) return known.report;
  // A browser makes the entries of its own report anew each time that somebody goes through them.
  const report = rtc.getStats().then((stats): Report => new Map(stats));
  newest.set(rtc, { at: now, report });
  return report;
}
