import type { Visitor } from "./visitor.ts";

/** A browser whose processes stand still, as on a machine that sleeps; they go on at the end. */
export interface StoppedBrowser extends Disposable {
  readonly processes: number;
}

/** Stops the browser of a page, and every other page in it. */
export function stopBrowser({ page }: Visitor): StoppedBrowser {
  const tree = family(page.browser().process()?.pid ?? 0);
  for (const pid of tree) Deno.kill(pid, "SIGSTOP");
  return {
    processes: tree.length,
    [Symbol.dispose]() {
      for (const pid of tree.reverse()) Deno.kill(pid, "SIGCONT");
    },
  };
}

/** A process and all that it has started, and they. */
function family(pid: number): number[] {
  const children: number[] = [];
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = Deno.readTextFileSync(`/proc/${name}/stat`);
      if (Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === pid) {
        children.push(Number(name));
      }
    } catch {
      // It ended while it was looked at.
    }
  }
  return [pid, ...children.flatMap(family)];
}
