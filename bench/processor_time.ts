const TICKS_PER_SECOND = 100;

/** Seconds of processor that a process and all that it has started have taken (proc_pid_stat(5)). */
export async function processorTime(root: number): Promise<number> {
  const found: { pid: number; parent: number; ticks: number }[] = [];
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const text = await Deno.readTextFile(`/proc/${name}/stat`).catch(() => "");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ").map(Number);
    const [parent = 0, user = 0, system = 0] = [fields[1], fields[11], fields[12]];
    found.push({ pid: Number(name), parent, ticks: user + system });
  }
  const tree = new Set([root]);
  for (const pid of tree) {
    for (const one of found) if (one.parent === pid) tree.add(one.pid);
  }
  const ticks = found.reduce((all, one) => all + (tree.has(one.pid) ? one.ticks : 0), 0);
  return ticks / TICKS_PER_SECOND;
}
