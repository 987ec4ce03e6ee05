import { connectNats } from "../process/nats_connection.ts";
import { subjectsOf } from "../../signaling/bus/packet.ts";
import type { BusSettings } from "../../signaling/bus_settings.ts";
import { type Finding, found, reason } from "./findings.ts";

const ANSWER_MS = 3000;

/**
 * Tries each server of the bus with the client and the login of the service. `key` is the
 * CLUSTER_KEY, from which the subjects are made.
 */
export async function checkBus(
  bus: BusSettings | null,
  key: string | null,
): Promise<readonly Finding[]> {
  if (!bus) return [];
  const subject = subjectsOf(key ?? "").node("doctor");
  return await Promise.all(bus.servers.map(async (at) => {
    try {
      const why = await speak({ ...bus, servers: [at] }, subject);
      return why === null ? found("bus_ok", { at }) : found("bus_denied", { at, why });
    } catch (fault) {
      return refusal(at, fault);
    }
  }));
}

/** Says a word from one connection to another; gives the reason why it does not arrive, or null. */
async function speak(bus: BusSettings, subject: string): Promise<string | null> {
  await using ear = await connected(bus);
  await using mouth = await connected(bus);
  const { promise, resolve } = Promise.withResolvers<string | null>();
  ear.connection.subscribe(subject, {
    callback: (error) => resolve(error && reason(error)),
  });
  await ear.connection.flush();
  mouth.connection.publish(subject, "doctor");
  const timer = setTimeout(() => resolve("a word does not arrive"), ANSWER_MS);
  try {
    return await Promise.race([promise, mouth.refusal]);
  } finally {
    clearTimeout(timer);
  }
}

/** A connection of the service's kind, and what the server first complains of. */
async function connected(bus: BusSettings) {
  const connection = await connectNats(bus);
  const refusal = new Promise<string>((resolve) => {
    const read = async () => {
      for await (const status of connection.status()) {
        if (status.type === "error") resolve(reason(status.error));
      }
    };
    read().catch(() => {});
  });
  return { connection, refusal, [Symbol.asyncDispose]: () => connection.close() };
}

function refusal(at: string, fault: unknown): Finding {
  const why = [fault, fault instanceof Error ? fault.cause : null]
    .filter((one) => one instanceof Error).map(reason).join(": ");
  if (/authorization|authentication|credential/i.test(why)) return found("bus_refused", { at });
  if (/certificate|UnknownIssuer|self.signed/i.test(why)) {
    return found("bus_untrusted", { at, why });
  }
  return found("bus_silent", { at, why });
}
