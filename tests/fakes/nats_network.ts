import type { Msg } from "@nats-io/nats-core";
import type { Connection } from "../../signaling/bus/nats.ts";
import type { FakeClock } from "./clock.ts";

/** The part of a message that a subscriber reads. */
type Message = Pick<Msg, "string" | "respond">;
type Callback = (error: Error | null, message: Message) => void;

/** Delays in ms with which a packet arrives, one for each time; none: it is lost. */
export type PacketRule = (subject: string, from: number) => readonly number[];

/** A network whose packets a test decides on, with the subjects in the order in which they were sent. */
interface Network {
  rule: PacketRule;
  readonly sent: string[];
  onSubject(subject: string, packet: string): void;
}

/** A NATS server on a fake clock, on which the test decides what becomes of each packet. */
export function natsNetwork(clock: Pick<FakeClock, "later">) {
  const network: Network = { rule: () => [0], sent: [], onSubject() {} };
  const all = new Set<Map<string, Callback>>();
  const never = new AbortController().signal;
  let made = 0;

  /** A connection; `restart` ends it, and it can be had again. */
  function connect(): Connection & { restart(): void } {
    const from = made++;
    const own = new Map<string, Callback>();
    let lost = Promise.withResolvers<void>();
    all.add(own);

    function carry(subject: string, packet: string, respond: () => boolean): number {
      network.sent.push(subject);
      network.onSubject(subject, packet);
      const receivers = [...all].filter((one) => one !== own && one.has(subject));
      for (const one of receivers) {
        const message = { string: () => packet, respond };
        for (const delay of network.rule(subject, from)) {
          clock.later(delay, () => one.get(subject)?.(null, message), never);
        }
      }
      return receivers.length;
    }

    const connection = {
      publish: (subject: string, packet: string) => void carry(subject, packet, () => false),
      request(subject: string, packet: string, { timeout }: { timeout: number }) {
        return new Promise<unknown>((resolve, reject) => {
          const respond = () => {
            for (const delay of network.rule("reply", from)) {
              clock.later(delay, () => resolve(null), never);
            }
            return true;
          };
          if (carry(subject, packet, respond) === 0) return reject(new Error("no responders"));
          clock.later(timeout, () => reject(new Error("timeout")), never);
        });
      },
      subscribe(subject: string, { callback }: { callback: Callback }) {
        own.set(subject, callback);
        return { unsubscribe: () => void own.delete(subject) };
      },
      closed: () => lost.promise,
      close() {
        all.delete(own);
        lost.resolve();
        return Promise.resolve();
      },
      restart() {
        own.clear();
        lost.resolve();
        lost = Promise.withResolvers();
      },
    };
    // The slice of it that the bus uses.
    return connection as Connection & typeof connection;
  }
  return { network, connect };
}
