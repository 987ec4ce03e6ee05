import type { Config } from "../../config.ts";
import { type Finding, found } from "./findings.ts";

/** Resources of a machine for a process; null: it does not say, or there is no limit. */
export interface Machine {
  readonly memoryMiB: number | null;
  readonly files: number | null;
  /** Where each limit is set: in the unit, or for what is started from this shell. */
  readonly memoryOf: string;
  readonly filesOf: string;
}

/** The unit of `deploy/`, where it is installed. */
const UNIT = "/etc/systemd/system/visavis.service";
const LIMITS = "/proc/self/limits";

/** Files that a server has open besides its sockets. */
const OWN_FILES = 100;

/** Checks that the machine has the resources for what the settings allow. */
export function checkResources(
  { memoryMiB, connections: { sockets } }: {
    readonly memoryMiB: Config["memoryMiB"];
    readonly connections: Pick<Config["connections"], "sockets">;
  },
  machine: Machine,
): Finding[] {
  const findings: Finding[] = [];
  if (machine.memoryMiB !== null) {
    const values = {
      of: machine.memoryOf,
      limit: machine.memoryMiB,
      guard: Math.ceil(memoryMiB * 5 / 4),
    };
    const short = values.limit <= values.guard;
    findings.push(found(short ? "memory_short" : "memory_ok", values));
  }
  if (machine.files !== null) {
    const values = { of: machine.filesOf, limit: machine.files, sockets };
    const few = values.limit < sockets + OWN_FILES;
    findings.push(found(few ? "files_few" : "files_ok", values));
  }
  return findings;
}

/**
 * Limits of the installed unit; without one those of what is started from here: the smaller of the
 * machine's memory and the control group's (Linux), and the open files of this shell.
 */
export function thisMachine(read: (path: string) => string | null, total: number): Machine {
  const unit = read(UNIT) ?? "";
  const group = read("/sys/fs/cgroup/memory.max") ??
    read("/sys/fs/cgroup/memory/memory.limit_in_bytes");
  const set = bytesOf(/^MemoryMax=(\d+)([KMGT]?)\s*$/m.exec(unit));
  const bytes = Math.min(total, set ?? (Number(group?.trim()) || Infinity));
  const [, unitFiles] = /^LimitNOFILE=(\d+)/m.exec(unit) ?? [];
  const [, ownFiles] = /^Max open files\s+(\d+)/m.exec(read(LIMITS) ?? "") ?? [];
  const files = unitFiles ?? ownFiles;
  return {
    memoryMiB: Math.floor(bytes / 1024 / 1024),
    memoryOf: set === null ? "/proc/meminfo, /sys/fs/cgroup" : UNIT,
    files: files === undefined ? null : Number(files),
    filesOf: unitFiles === undefined ? "`ulimit -n`" : UNIT,
  };
}

/** Bytes as systemd writes them: 640M. */
function bytesOf(found: RegExpExecArray | null): number | null {
  const [, number, unit = ""] = found ?? [];
  return number === undefined ? null : Number(number) * 1024 ** " KMGT".indexOf(unit || " ");
}
