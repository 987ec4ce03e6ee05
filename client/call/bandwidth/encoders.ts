import type { Connection } from "../connection/connection.ts";
import type { Report } from "../health/selected_path.ts";
import type { Caps } from "../media/encodings.ts";
import { type EncoderStats, readEncoders } from "./encoder_stats.ts";
import { followReports } from "./followed_reports.ts";
import { detectOveruse, linesFor, NO_OVERUSE } from "./overuse.ts";

/** Encoders of this page: how much they may send, and whether the machine keeps up with them. */
export interface EncoderWatch {
  /** Takes the counters of a member's connection, which were limited so. */
  read(id: string, connection: Connection, report: Report, caps: Caps | undefined): void;
  /** Judges what was read since the last look, about a second ago, of the members that are left. */
  look(ids: readonly string[]): void;
  /** Bits per second that the way to a member is estimated to carry; null: not known. */
  estimate(id: string): number | null;
  /** True if the uplink leaves an encoder less than it could use. */
  isNarrow(): boolean;
  /** Lines of a camera that the processor has time for. */
  lines(): number;
  /** True if the processor has been short for a while. */
  isStrained(): boolean;
}

/** An uplink that was found narrow counts as narrow for so long. */
const NARROW_MS = 10_000;
/** Looks after which a person is told that the processor is short. */
const STRAINED_LOOKS = 8;

/** Begins with nothing read. */
export function watchEncoders(elapsed: () => number): EncoderWatch {
  const reports = followReports<EncoderStats>(elapsed);
  let processor = NO_OVERUSE;
  let narrowAt = -Infinity;
  let strained = 0;

  return {
    read: (id, connection, report, caps) =>
      reports.read(
        id,
        connection,
        report,
        (before) => readEncoders(report, before, caps, connection.rtc),
      ),
    look(ids) {
      reports.keep(ids);
      const stats = reports.all();
      processor = detectOveruse(processor, {
        limited: stats.some((one) => one.limited),
        busy: Math.max(0, ...stats.map((one) => one.busy)),
      });
      strained = processor.steps > 0 ? strained + 1 : 0;
      if (stats.some((one) => one.pressed)) narrowAt = elapsed();
    },
    estimate: (id) => reports.settled(id)?.estimate ?? null,
    isNarrow: () => elapsed() - narrowAt < NARROW_MS,
    lines: () => linesFor(processor),
    isStrained: () => strained > STRAINED_LOOKS,
  };
}
