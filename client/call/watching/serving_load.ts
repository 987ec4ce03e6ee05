import type { Connection } from "../connection/connection.ts";
import { detectOveruse, linesFor, NO_OVERUSE } from "../bandwidth/overuse.ts";
import { readEncoders } from "../bandwidth/encoder_stats.ts";
import { followReports } from "../bandwidth/followed_reports.ts";
import { availableBitrate, type Report } from "../health/selected_path.ts";

/** Options of {@link openServingLoad}. */
export interface ServingLoadOptions {
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** Number of threads of the processor. */
  readonly cores: number;
}

/** Load of this page by what it sends, to members and viewers alike. */
export interface Load {
  /**
   * Bits per second that the ways are estimated to carry above all that is sent; null where nothing is
   * known.
   */
  readonly spare: number | null;
  /** True if an encoder takes all that its way is estimated to carry. */
  readonly isNarrow: boolean;
  /** True if the browser sends viewers less for want of processor time. */
  readonly isStrained: boolean;
  /** Number of encoders for viewers that the processor has time for besides. */
  readonly encoders: number;
  /** Number of viewers whose use is known. */
  readonly measured: number;
}

/** Measures the load of this page. */
export interface ServingLoad {
  /** Takes the counters of a connection, about once a second. */
  read(id: string, connection: Connection, report: Report): void;
  /** Judges what was read of these; to be called once a second. */
  look(ids: { readonly members: readonly string[]; readonly viewers: readonly string[] }): Load;
}

/** Use of one connection between two looks. */
interface Use {
  /** Bits per second that it takes, or may take at any moment. */
  readonly taken: number;
  /** Bits per second that the way is estimated to carry; null: not known. */
  readonly estimate: number | null;
  /** Share of one thread that its encoders take. */
  readonly busy: number;
  /** The same of its busiest encoder alone. */
  readonly busiest: number;
  readonly limited: boolean;
}

/** Share of its estimate above which a way counts as full. */
const FULL = 0.9;
/** Share of all threads that encoders may take. */
const ENCODING_SHARE = 0.5;
/** Share of a thread that the encoder of one viewer takes: at least, and while none is measured. */
const ENCODER = { least: 0.03, unmeasured: 0.15 };

/** Begins with nothing read. */
export function openServingLoad({ elapsed, cores }: ServingLoadOptions): ServingLoad {
  const reports = followReports<Use>(elapsed);
  let processor = NO_OVERUSE;

  /** Uses of those whose connections have settled. */
  const settled = (ids: readonly string[]) => ids.flatMap((id) => reports.settled(id) ?? []);

  return {
    read: (id, connection, report) =>
      reports.read(id, connection, report, (before) => useOf(report, before)),
    look({ members, viewers }) {
      const here = [...members, ...viewers];
      reports.keep(here);
      const [uses, served] = [settled(here), settled(viewers)];
      const busy = sum(uses.map((one) => one.busy));
      const each = served.length > 0
        ? Math.max(ENCODER.least, sum(served.map((one) => one.busy)) / served.length)
        : ENCODER.unmeasured;
      processor = detectOveruse(processor, {
        limited: served.some(({ limited }) => limited),
        busy: Math.max(0, ...served.map(({ busiest }) => busiest)),
      });
      return {
        spare: spareOf(uses),
        isNarrow: uses.some(({ taken, estimate }) => estimate !== null && taken > FULL * estimate),
        isStrained: linesFor(processor) < Infinity,
        encoders: Math.max(0, Math.floor((ENCODING_SHARE * cores - busy) / each)),
        measured: served.length,
      };
    },
  };
}

const sum = (all: readonly number[]) => all.reduce((a, b) => a + b, 0);

/** Sum of what the ways carry above what they take; null where no estimate is known. */
function spareOf(uses: readonly Use[]): number | null {
  const known = uses.flatMap(({ taken, estimate }) => estimate === null ? [] : [estimate - taken]);
  return known.length > 0 ? Math.max(0, sum(known)) : null;
}

function useOf(report: Report, before: Report): Use {
  const { busy: busiest, limited } = readEncoders(report, before, undefined);
  let [taken, busy] = [0, 0];
  for (const one of report.values()) {
    const then = before.get(one.id);
    const seconds = then ? (one.timestamp - then.timestamp) / 1000 : 0;
    if (one.type !== "outbound-rtp" || seconds <= 0) continue;
    const grown = (name: string) => Math.max(0, (one[name] ?? 0) - (then[name] ?? 0)) / seconds;
    const isSent = grown("packetsSent") > 0;
    // A quiet picture takes less than its encoder may send at any moment.
    taken += Math.max(8 * grown("bytesSent"), isSent ? one.targetBitrate ?? 0 : 0);
    busy += grown("totalEncodeTime");
  }
  return { taken, estimate: availableBitrate(report), busy, busiest, limited };
}
