import type { Pass } from "../messages/peer_channel.ts";

/** What goes from member to member, sealed, by whatever road. */
export type Parcel = Omit<Pass, "type">;

/** Another member, as far as messages go by way of it. */
export interface Neighbor {
  readonly id: string;
  /** The server has it in the room. */
  listed(): boolean;
  /** Something has come from it lately. */
  alive(): boolean;
  /** It says that it is connected with `id`. */
  sees(id: string): boolean;
  /** False when its channel is not open. */
  say(message: Pass): boolean;
}

/** Options of {@link layRoads}. */
export interface RoadsOptions {
  readonly me: string;
  readonly peers: () => readonly Neighbor[];
  readonly known: (id: string) => Neighbor | undefined;
  /** By the server; false when its socket is not open. */
  readonly wire: (parcel: Parcel) => boolean;
  readonly receive: (parcel: Parcel, by: string) => void;
  /** True if it was written by the member who hands it over. */
  readonly vouch: (sender: string, parcel: Parcel) => Promise<boolean>;
  readonly now: () => number;
}

/** The ways from page to page: the pair's own data channel, the server, a third member. */
export interface Roads {
  /** Takes the nearest road that leads there, or all of them when `urgent`. */
  send(parcel: Parcel, urgent: boolean): void;
  /** What `sender` has handed over: for this page, or for a member whom this page can reach. */
  passed(sender: string, parcel: Parcel): void;
}

/** Third members that are asked to pass a parcel on. */
const THIRDS = 2;
/** Parcels that are passed on for one member within {@link SPAN} ms. */
const MOST = 60;
const SPAN = 10_000;

/** Every parcel may arrive twice, and the receiver does not mind. */
export function layRoads(options: RoadsOptions): Roads {
  const { me, peers, known, wire, receive, vouch, now } = options;
  const counted = new Map<string, { since: number; parcels: number }>();

  function allowed(sender: string): boolean {
    const count = counted.get(sender);
    if (!count || now() - count.since > SPAN) {
      counted.set(sender, { since: now(), parcels: 1 });
      return true;
    }
    return ++count.parcels <= MOST;
  }

  return {
    send(parcel, urgent) {
      const peer = known(parcel.to);
      const pass: Pass = { type: "pass", ...parcel };
      // Urgent: they may hear this page although it does not hear them.
      if ((urgent || peer?.alive()) && peer?.say(pass) && !urgent) return;
      if (wire(parcel) && peer?.listed() && !urgent) return;
      const thirds = peers().filter((one) => one.id !== parcel.to && one.sees(parcel.to));
      for (const third of thirds.slice(0, THIRDS)) third.say(pass);
    },
    passed(sender, { kind, from, to, sealed }) {
      const parcel: Parcel = { kind, from, to, sealed };
      if (to === me) return receive(parcel, sender);
      // One step and no further; nobody passes on for somebody else what is not theirs.
      if (from !== sender || !known(to) || !allowed(sender)) return;
      vouch(sender, parcel).then((genuine) => {
        if (genuine) known(to)?.say({ type: "pass", ...parcel });
      });
    },
  };
}
