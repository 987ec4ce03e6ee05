/** MiB of a process, from /proc: resident now (`VmRSS`) or at most so far (`VmHWM`). */
export async function memoryOf(pid: number, which: "VmRSS" | "VmHWM"): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`).catch(() => "");
  return Number(new RegExp(`^${which}:\\s+(\\d+) kB$`, "m").exec(status)?.[1] ?? 0) / 1024;
}

/** Lets `VmHWM` begin anew from what is resident now (proc(5), clear_refs). */
export async function forgetPeak(pid: number): Promise<number> {
  await Deno.writeTextFile(`/proc/${pid}/clear_refs`, "5");
  return await memoryOf(pid, "VmHWM");
}
