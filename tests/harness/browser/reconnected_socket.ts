import { assertEquals } from "@std/assert";
import type { Line } from "./message_faults.ts";
import { assertHealthyCall, connections } from "./assert_healthy_call.ts";
import type { SocketProxy } from "./socket_proxy.ts";
import { until } from "./wait_until.ts";
import type { Visitor } from "./visitor.ts";

/** Waits for a socket that was opened after `then`, and is welcomed; gives it. */
export async function back(
  { lines, passed }: SocketProxy,
  then: number,
  within?: number,
): Promise<Line> {
  return await until(
    "a new socket and its welcome",
    () => {
      const line = lines.findLast(({ opened }) => opened > then);
      const welcomed = line && passed.some(({ type, when }) => {
        return type === "welcome" && when > line.opened;
      });
      return Promise.resolve(welcomed && line);
    },
    () => Promise.resolve(lines.map(({ opened }) => opened - then)),
    within,
  );
}

/** Media went on over the same connections, and all is well. */
export async function untouched(
  people: readonly Visitor[],
  before: readonly number[][],
): Promise<void> {
  await assertHealthyCall(people);
  assertEquals(await Promise.all(people.map(connections)), before, "a connection was rebuilt");
}
