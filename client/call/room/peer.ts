import type { Later } from "../../platform/clock.ts";
import { type Connection, works } from "../connection/connection.ts";
import { count, due, type Flow, follow, type Health } from "../health/media_health.ts";
import { thaw } from "../media/keyframes.ts";
import type { Letter } from "../security/envelope.ts";
import { openMailbox } from "./chat.ts";
import type { Motion } from "../messages/group_control.ts";
import { pair, type PairingOptions } from "../connection/negotiation.ts";
import type { Hello, Sealed } from "../messages/negotiation.ts";
import { type Chat, type Pass, readTalk, type Talk } from "../messages/peer_channel.ts";
import { cleanName } from "../messages/about.ts";
import type { Spare } from "../connection/prepared_connection.ts";
import type { About } from "../../state/call_state.ts";

export interface PeerOptions {
  readonly me: string;
  readonly id: string;
  readonly later: Later;
  /** Milliseconds on a clock that nobody sets (W3C High Resolution Time §4). */
  readonly elapsed: () => number;
  readonly spare: Spare;
  readonly open: PairingOptions["open"];
  readonly ready: PairingOptions["ready"];
  readonly sending: PairingOptions["sending"];
  readonly about: () => About;
  /** What of all that they have to show is missed when it does not come. */
  readonly missed: (all: About) => About;
  readonly digests: PairingOptions["digests"];
  /** A connection shows the certificate of this session; false when the session is over. */
  readonly proves: (hello: Hello) => boolean;
  /** Signs, seals and sends to a session of `to`, by every road when `urgent`. */
  readonly send: (to: string, session: string, sealed: Sealed, urgent: boolean) => void;
  /** Asks the peer, whose part it is to offer, for a new connection. */
  readonly ask: (to: string, urgent: boolean) => void;
  /** True if a message can leave for the peer now, by any way. */
  readonly reaches: () => boolean;
  /** Whether another member is connected with this one: then it is not gone. */
  readonly seen: (id: string) => boolean;
  readonly changed: () => void;
  readonly chat: (line: Chat) => void;
  readonly got: (key: string) => void;
  readonly pass: (pass: Pass) => void;
  readonly other: (text: string) => void;
  /** They tell what they committed to with the description of this connection. */
  readonly revealed: (connection: Connection, secret: string) => void;
  /** Somebody has tried to pass for the peer. */
  readonly impostor: () => void;
  /** The peer is gone for good: nobody at the other end and nothing connected. */
  readonly gone: () => void;
}

/** The page's view of one other browser; its connection may be replaced under it. */
export interface Peer {
  readonly id: string;
  about(): About;
  /** The connection whose sound is played, and the one whose pictures are shown. */
  connection(): Connection | null;
  pictures(): Connection | null;
  /** Null while there is no connection that says it works. */
  health(): Health | null;
  /** The server has lost sight of them; or its list has them. */
  away(): boolean;
  listed(): boolean;
  alive(): boolean;
  /** It says that it is connected with `id`. */
  sees(id: string): boolean;
  /** They or we are new here: connect, unless a connection works. */
  greet(): void;
  /** They hold no connection with this page, whatever it looks like from here. */
  restart(): void;
  hear(letter: Letter): Promise<void>;
  /** The room's list has them, has lost sight of them, or has them no more. */
  present(how: "here" | "away" | "left"): void;
  /** Own tracks changed, or their limits, or the camera's size. */
  resend(): void;
  say(talk: Talk | Motion): boolean;
  mail(line: Chat): void;
  /** True if this line of this page is not confirmed yet; and all such lines. */
  waits(key: string): boolean;
  readonly waiting: () => readonly string[];
  /** Reads the counters and repairs what they say is broken; to be called every second. */
  look(): Promise<void>;
  /** The page woke up, or its network is back: what is silent is not given time to heal. */
  hurry(): void;
  close(): void;
}

/** Short dropouts heal by themselves; after this in ms the connection is replaced. */
const PATIENCE = 4000;
/** Nothing at all has come in for this long, in ms: the same, whatever the states say. */
export const SILENCE = 5000;
/** One kind has stood still for this long, in ms; each repair for it doubles the next. */
const STALL = 6000;
const STALL_MOST = 120_000;
/** They have confirmed nothing for this long, in ms; receiver reports come every 5 s at most. */
export const UNHEARD = 9000;
/** A connection that came to life again while its successor is not there yet is kept. */
const ALIVE = 1500;

/** Begins the relation with `id`. The smaller id offers, whoever came first. */
export function openPeer(options: PeerOptions): Peer {
  const { id, later, elapsed } = options;
  const offers = options.me < id;
  const life = new AbortController();
  let about: About = { name: "", mic: false, camera: false, screen: false, hand: false };
  let presence: "here" | "away" | "left" = "here";
  let flow: { readonly of: Connection; readonly is: Flow } | null = null;
  let health: Health | null = null;
  let sees: readonly string[] = [];
  let repairing = new AbortController();
  let [demanded, patience, repaired, waking] = [false, STALL, 0, 0];

  const pairing = pair({
    ...options,
    offers,
    signal: life.signal,
    send: (sealed, session) => options.send(id, session, sealed, urgent()),
    ask: () => options.ask(id, urgent()),
    events: {
      changed: options.changed,
      wanted: () => !lost(),
      talk(text, connection) {
        const talk = readTalk(text);
        if (!talk) return options.other(text);
        flow?.is.heard(elapsed());
        hearTalk(talk, connection);
      },
      proves: options.proves,
      impostor: options.impostor,
      opened(connection) {
        const say = (talk: Talk) => connection.say(JSON.stringify(talk));
        say({ type: "about", about: options.about() });
        say({ type: "reveal", secret: connection.secret });
        mailbox.opened(say);
      },
      closed() {
        repairAfter(1000);
        if (presence === "left") options.gone();
      },
      state(state) {
        repairing.abort();
        if (state === "failed") repair();
        if (state === "disconnected") doubt();
      },
    },
  });
  const say = (talk: Talk | Motion) => pairing.connection()?.say(JSON.stringify(talk)) ?? false;
  const mailbox = openMailbox(say);
  const pictures = thaw(elapsed, pairing.connection, () => say({ type: "key-frame" }));

  /** The server's list has them no more, and nobody else is connected with them. */
  const lost = () => presence === "left" && !options.seen(id);
  /** What went by the nearest road has not helped, or there is none. */
  const urgent = () => demanded || pairing.tries > 1;
  function repairAfter(ms: number, then = repair): void {
    repairing.abort();
    repairing = new AbortController();
    later(ms, then, repairing.signal);
  }

  /** ICE misses checks; while media come in all the same, nothing is broken. */
  function doubt(): void {
    repairAfter(PATIENCE, () => (health?.silent ?? SILENCE) < ALIVE ? doubt() : repair());
  }

  function repair(): void {
    if (life.signal.aborted || pairing.busy) return;
    if (lost()) options.gone();
    else pairing.start();
  }

  function hearTalk(talk: Talk, connection: Connection): void {
    switch (talk.type) {
      case "about":
        return learn(talk.about);
      case "chat":
        return mailbox.take(talk) ? options.chat(talk) : undefined;
      case "got":
        mailbox.got(talk.key);
        return options.got(talk.key);
      case "beat":
        sees = talk.sees;
        return;
      case "key-frame":
        return pictures.asked();
      case "pass":
        return options.pass(talk);
      case "reveal":
        return options.revealed(connection, talk.secret);
      case "bye":
        return options.gone();
    }
  }

  function learn(said: About): void {
    about = { ...said, name: cleanName(said.name) };
    options.changed();
  }
  const alive = () => works(pairing.connection()) && (health?.silent ?? 0) < ALIVE * 2;

  async function look(): Promise<void> {
    const connection = pairing.connection();
    const state = connection?.state();
    if (!connection || (state !== "connected" && state !== "disconnected")) {
      if (state !== "failed") health = null;
      // When they left somebody may still have said to see them.
      return lost() ? options.gone() : undefined;
    }
    if (flow?.of !== connection) flow = { of: connection, is: follow(elapsed()) };
    const counts = await count(connection.rtc).catch(() => null);
    if (!counts || pairing.connection() !== connection || life.signal.aborted) return;
    flow.is.look(counts, due(options.missed(about)), elapsed());
    const silent = health?.silent ?? 0;
    health = flow.is.health(elapsed());
    // They have missed pictures, too; the channel lost packets and is slow to bring their wish.
    if (silent >= ALIVE && health.silent < ALIVE) pictures.asked();
    judge(health);
  }

  function judge({ silent, stalled, frozen, unheard }: Health): void {
    pictures.look(frozen);
    if (silent < ALIVE && stalled < ALIVE && unheard < UNHEARD) {
      demanded &&= pairing.busy;
      if (!demanded && pairing.tries > 0 && works(pairing.connection())) pairing.healed();
      if (elapsed() - repaired > STALL_MOST / 2) patience = STALL;
      return;
    }
    // Whoever woke up has a moment to be heard again.
    if (elapsed() < waking) return;
    if (silent >= SILENCE && presence !== "away") repair();
    else if (stalled >= patience || unheard >= Math.max(patience, UNHEARD)) {
      // It may be their camera rather than the connection: ever less often.
      if (elapsed() - repaired < patience) return;
      repaired = elapsed();
      patience = Math.min(STALL_MOST, 2 * patience);
      repair();
    }
  }

  return {
    id,
    about: () => about,
    connection: pairing.connection,
    pictures: pairing.pictures,
    health: () => health,
    away: () => presence === "away",
    alive,
    listed: () => presence === "here",
    sees: (other) => sees.includes(other) && alive(),
    greet() {
      const came = presence;
      presence = "here";
      if (came !== "here") options.changed();
      if (works(pairing.connection()) && (health?.silent ?? 0) < ALIVE) return;
      if (works(pairing.connection())) return this.hurry();
      // Their page may be another than the one that was asked before.
      if (offers) pairing.start();
      else pairing.expect();
    },
    restart() {
      presence = "here";
      demanded = true;
      // An offer that is under way is what they ask for; it has its own time.
      if (!(offers && pairing.busy)) pairing.start();
    },
    async hear(letter) {
      presence = "here";
      // An old letter renames nobody who is connected; those say it on the channel.
      if (letter.sealed.kind !== "client-candidate" && !works(pairing.connection())) {
        learn(letter.sealed.body.about);
      }
      await pairing.hear(letter);
    },
    present(how) {
      presence = how;
      options.changed();
      // A member who left is not a call that ended: what is connected goes on.
      const carried = works(pairing.connection()) && (health?.silent ?? 0) < SILENCE;
      if (lost() && !carried) options.gone();
    },
    resend: pairing.resend,
    say,
    mail: mailbox.post,
    waits: mailbox.has,
    waiting: mailbox.keys,
    look,
    hurry() {
      waking = elapsed() + ALIVE;
      repairAfter(ALIVE, () => {
        if (alive() && (health?.silent ?? 0) < ALIVE) return;
        pairing.hurry();
        repair();
      });
    },
    close() {
      life.abort();
      repairing.abort();
    },
  };
}
