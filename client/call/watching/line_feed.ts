import type { ToldMembers } from "../endpoint/told_members.ts";
import type { ViewerLine } from "../messages/watching_control.ts";

/** The last lines, on their way to some pages. */
export interface LineFeed {
  add(line: ViewerLine): void;
  /** Sends each page what its connection has not carried yet. */
  tell(): void;
  clear(): void;
}

/** Lines that a new connection is sent. */
const MAX_LINES = 50;

/** Opens it empty; the data channel keeps the order, and loses nothing while it is open. */
export function openLineFeed(members: ToldMembers): LineFeed {
  const told = new WeakMap<object, number>();
  let lines: readonly { readonly at: number; readonly line: ViewerLine }[] = [];
  let last = 0;

  function tell(): void {
    for (const { peer } of members()) {
      const connection = peer.connection();
      if (connection?.state() !== "connected") continue;
      for (const { at, line } of lines) {
        if (at <= (told.get(connection) ?? 0)) continue;
        if (!peer.send(line)) break;
        told.set(connection, at);
      }
    }
  }

  return {
    add(line) {
      lines = [...lines, { at: ++last, line }].slice(-MAX_LINES);
      tell();
    },
    tell,
    clear: () => lines = [],
  };
}
