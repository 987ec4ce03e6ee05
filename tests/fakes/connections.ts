import { type Connection, openConnection } from "../../client/call/connection/connection.ts";
import { prepareConnection } from "../../client/call/connection/prepared_connection.ts";
import type { ConnectionSource } from "../../client/call/room/peer.ts";
import { createPolicy, type Policy } from "../../client/call/room/policy.ts";
import { type FakeClock, fakeClock } from "./clock.ts";
import type { FakeRtcs } from "./rtc.ts";

/** Opens a connection on a fake; with an id it is the answering side. */
export function fakeConnection(
  rtcs: FakeRtcs,
  { later }: Pick<FakeClock, "later"> = fakeClock(),
  id?: string,
): Connection {
  return openConnection({ ...rtcs, rtc: rtcs.create({}), later, ...(id ? { id } : {}) });
}

/** Source of connections on fakes; `ready` tells when ICE servers are fresh. */
export function fakeConnections(
  rtcs: FakeRtcs,
  clock: FakeClock,
  signal: AbortSignal,
  ready: () => Promise<unknown> | null = () => null,
): ConnectionSource {
  const open = (id?: string) => fakeConnection(rtcs, clock, id);
  const prepared = prepareConnection({ open, ready: () => null, later: clock.later, signal });
  return { open, ready, prepared };
}

/** Policy of a page that is connected with the members of these ids. */
export function fakePolicy(
  ids: () => readonly string[],
  reconnect: (id: string) => void = () => {},
): Policy {
  return createPolicy({
    connected: (id) => ids().some((one) => (id ?? one) === one),
    reconnect,
  });
}
