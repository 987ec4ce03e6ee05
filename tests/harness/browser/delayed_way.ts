import { createSocket, type Socket } from "node:dgram";

/** A way to a UDP port of 127.0.0.1 on which every datagram takes its time. */
export interface DelayedWay extends AsyncDisposable {
  readonly port: number;
  /** Datagrams that have gone through, and of them those that one sent later has overtaken. */
  readonly seen: { readonly passed: number; readonly overtaken: number };
}

/** Each datagram is late by `delay` ± `spread`, in ms, in both directions. */
export async function delayUdp(
  port: number,
  delay: number,
  spread: number,
  random: () => number = Math.random,
): Promise<DelayedWay> {
  const front = createSocket("udp4");
  const backs = new Map<string, Socket>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const seen = { passed: 0, overtaken: 0 };
  let sent = 0;
  let newest = 0;

  function late(pass: () => void): void {
    const number = ++sent;
    const timer = setTimeout(() => {
      timers.delete(timer);
      seen.passed++;
      if (number < newest) seen.overtaken++;
      newest = Math.max(newest, number);
      pass();
    }, delay + spread * (2 * random() - 1));
    timers.add(timer);
  }

  front.on("message", (bytes, { address, port: from }) => {
    const who = `${address}:${from}`;
    let back = backs.get(who);
    if (!back) {
      back = createSocket("udp4");
      backs.set(who, back);
      // A port where nobody listens any more is as silent as any other.
      back.on("error", () => {});
      back.on("message", (answer) => late(() => front.send(answer, from, address)));
    }
    const to = back;
    late(() => to.send(bytes, port, "127.0.0.1"));
  });
  const listening = Promise.withResolvers<void>();
  front.bind(0, "127.0.0.1", listening.resolve);
  await listening.promise;
  return {
    port: front.address().port,
    seen,
    [Symbol.asyncDispose]() {
      for (const timer of timers) clearTimeout(timer);
      for (const socket of [front, ...backs.values()]) socket.close();
      return Promise.resolve();
    },
  };
}
