import type { ClientMessage } from "../../protocol/mod.ts";
import type { Meter } from "./metrics.ts";

/** A page's report of how a pair connected, or did not. */
export type Report = Extract<ClientMessage, { type: "client-report" }>;

/** Counts a report. Nothing of its sender is kept. */
export function countReport(meter: Meter, { path, protocol, setup, verdict }: Report): void {
  meter.add("verdicts", verdict);
  meter.add("paths", path);
  if (path === "none") return;
  if (protocol) meter.add("protocols", protocol);
  if (setup) meter.add("setups", setup);
}
