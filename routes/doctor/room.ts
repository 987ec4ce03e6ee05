import type { Config } from "../../config.ts";
import { type Finding, found } from "./verdicts.ts";

/** What a machine has for a process; null: it does not say, or there is no limit. */
export interface Machine {
  readonly memoryMiB: number | null;
  readonly files: number | null;
}

/** Files that a server has open besides its sockets. */
const OWN = 100;

/** Whether there is room for what the settings allow. */
export function checkRoom(
  { memoryMiB, crowd: { sockets } }: {
    readonly memoryMiB: Config["memoryMiB"];
    readonly crowd: Pick<Config["crowd"], "sockets">;
  },
  machine: Machine,
): Finding[] {
  const findings: Finding[] = [];
  if (machine.memoryMiB !== null) {
    const values = { limit: machine.memoryMiB, guard: Math.ceil(memoryMiB * 5 / 4) };
    const short = values.limit <= values.guard;
    findings.push(found(short ? "memory_short" : "memory_ok", values));
  }
  if (machine.files !== null) {
    const values = { limit: machine.files, most: sockets };
    const few = values.limit < sockets + OWN;
    findings.push(found(few ? "files_few" : "files_ok", values));
  }
  return findings;
}

/** What this machine has: the smaller of its memory and the control group's (Linux). */
export function thisMachine(read: (path: string) => string | null, total: number): Machine {
  const group = read("/sys/fs/cgroup/memory.max") ??
    read("/sys/fs/cgroup/memory/memory.limit_in_bytes");
  const bytes = Math.min(total, Number(group?.trim()) || Infinity);
  const [, files] = /^Max open files\s+(\d+)/m.exec(read("/proc/self/limits") ?? "") ?? [];
  return {
    memoryMiB: Math.floor(bytes / 1024 / 1024),
    files: files === undefined ? null : Number(files),
  };
}
