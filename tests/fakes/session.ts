import type { ClientMessage } from "../../protocol/mod.ts";
import { LIMITS, type Limits } from "../../signaling/rate_limit.ts";
import type { Entry } from "../../signaling/log.ts";
import { metricsMemory, openMeter } from "../../signaling/metrics/metrics.ts";
import { openSession, type Session } from "../../signaling/room/session.ts";
import { fakeClock } from "./clock.ts";
import { FakeServerSocket } from "./server_socket.ts";

/** A session, its socket, and what it has told. */
export function openFakeSession(
  limits: Partial<Limits> = {},
  onMessage?: (message: ClientMessage) => void,
) {
  const clock = fakeClock();
  const socket = new FakeServerSocket();
  const heard: ClientMessage[] = [];
  const logged: Entry[] = [];
  const ends: number[] = [];
  const turns: boolean[] = [];
  const session: Session = openSession(socket, {
    meter: openMeter(metricsMemory(1), 0),
    limits: { ...LIMITS, ...limits },
    clock,
    log: (entry) => logged.push(entry),
    onMessage: onMessage ?? ((message) => heard.push(message)),
    onAway: (away) => turns.push(away),
    onEnd: (keep) => ends.push(keep),
  });
  const pass = (seconds: number) => {
    for (let n = 0; n < seconds; n++) session.tick();
  };
  return {
    clock,
    socket,
    heard,
    logged,
    session,
    turns,
    pass,
    kept: ends,
    ends: () => ends.length,
  };
}
