import type { ForwardedMessage } from "../messages/peer_channel.ts";

/** A message from member to member, sealed, on any path. */
export type SealedMessage = Omit<ForwardedMessage, "type">;

/** Another member, as far as messages go by way of it. */
export interface Neighbor {
  readonly id: string;
  /** Presence in the server's list. */
  presence(): "here" | "away" | "left";
  /** Something has come from it lately. */
  isAlive(): boolean;
  /** It says that it is connected with `id`. */
  sees(id: string): boolean;
  /** False when its channel is not open. */
  send(message: ForwardedMessage): boolean;
}

/** Options of {@link createDelivery}. */
export interface DeliveryOptions {
  readonly me: string;
  readonly peers: () => readonly Neighbor[];
  readonly known: (id: string) => Neighbor | undefined;
  /** By the server; false when its socket is not open. */
  readonly sendToServer: (message: SealedMessage) => boolean;
  readonly receive: (message: SealedMessage, by: string) => void;
  /** True if it was written by the member who hands it over. */
  readonly isFrom: (sender: string, message: SealedMessage) => Promise<boolean>;
  readonly now: () => number;
}

/** The ways from page to page: the pair's own data channel, the server, a third member. */
export interface Delivery {
  /** Takes the nearest path that leads there, or all of them when `urgent`. */
  send(message: SealedMessage, urgent: boolean): void;
  /** Takes a message that `sender` has handed over: for this page, or for a member whom this page can reach. */
  forward(sender: string, message: SealedMessage): void;
}

/** Third members that are asked to pass a message on. */
const MAX_FORWARDERS = 2;
/** Messages that are passed on for one member within {@link FORWARD_WINDOW_MS} ms. */
const MAX_FORWARDED = 60;
const FORWARD_WINDOW_MS = 10_000;

/** Every message may arrive twice, and the receiver does not mind. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { me, peers, known, sendToServer, receive, isFrom, now } = options;
  const counted = new Map<string, { since: number; parcels: number }>();

  function allowed(sender: string): boolean {
    const count = counted.get(sender);
    if (!count || now() - count.since > FORWARD_WINDOW_MS) {
      counted.set(sender, { since: now(), parcels: 1 });
      return true;
    }
    return ++count.parcels <= MAX_FORWARDED;
  }

  return {
    send(message, urgent) {
      const peer = known(message.to);
      const pass: ForwardedMessage = { type: "forward", ...message };
      // Urgent: they may hear this page although it does not hear them.
      if ((urgent || peer?.isAlive()) && peer?.send(pass) && !urgent) return;
      if (sendToServer(message) && peer?.presence() === "here" && !urgent) return;
      const thirds = peers().filter((one) => one.id !== message.to && one.sees(message.to));
      for (const third of thirds.slice(0, MAX_FORWARDERS)) third.send(pass);
    },
    forward(sender, { kind, from, to, sealed }) {
      const message: SealedMessage = { kind, from, to, sealed };
      if (to === me) return receive(message, sender);
      // One step and no further; nobody passes on for somebody else what is not theirs.
      if (from !== sender || !known(to) || !allowed(sender)) return;
      isFrom(sender, message).then((genuine) => {
        if (genuine) known(to)?.send({ type: "forward", ...message });
      });
    },
  };
}
