import type { Later } from "./clock.ts";
import type { Connection } from "./connection.ts";
import { type Candidates, cleanName, type Description, readTalk, type Talk } from "./payload.ts";
import type { Spare } from "./spare.ts";
import type { About } from "./state.ts";
import type { Tracks } from "./transceivers.ts";

/** What a sealed body holds, by the kind of its message. */
export type Sealed =
  | { readonly kind: "client-offer"; readonly body: Description }
  | { readonly kind: "client-answer"; readonly body: Description }
  | { readonly kind: "client-candidate"; readonly body: Candidates };

export interface PeerOptions {
  readonly me: string;
  readonly id: string;
  readonly later: Later;
  readonly spare: Spare;
  /** Opens the answering side of connection `pc`. */
  readonly open: (pc: string) => Connection;
  readonly tracks: () => Tracks;
  readonly about: () => About;
  /** Seals and relays; lost when the wire is down, so every step here is tried again. */
  readonly send: (to: string, sealed: Sealed) => void;
  /** Asks the peer, whose part it is to offer, for a new connection. */
  readonly ask: (to: string) => void;
  readonly changed: () => void;
  readonly talk: (talk: Talk) => void;
  /** The peer is gone for good: nobody at the other end and nothing connected. */
  readonly gone: () => void;
}

/** The page's view of one other browser; its connection may be replaced under it. */
export interface Peer {
  readonly id: string;
  about(): About;
  /** The connection whose media are shown, if there is any. */
  connection(): Connection | null;
  /** They or we are new here: connect, unless a connection works. */
  greet(): void;
  /** They hold no connection with this page, whatever it looks like from here. */
  restart(): void;
  hear(sealed: Sealed): Promise<void>;
  /** The room's list has them, or has them no more. */
  present(here: boolean): void;
  /** Own tracks changed. */
  resend(): void;
  say(talk: Talk): boolean;
  close(): void;
}

/** An offer without answer, or a request without offer, is repeated after this, in ms. */
const RETRY = 5000;
/** Each try is given twice the time of the one before, up to this many times {@link RETRY}. */
const MOST = 4;
/** After the answer, connecting may take this long, in ms; the answerer, who only asks, waits on. */
const CONNECT = { offerer: 10_000, answerer: 15_000 };
/** Short dropouts heal by themselves; after this in ms the connection is replaced. */
const PATIENCE = 4000;

/** Begins the relation with `id`. The smaller id offers, whoever came first. */
export function openPeer(options: PeerOptions): Peer {
  const offers = options.me < options.id;
  const life = new AbortController();
  const strangers = new Map<string, Candidates["candidates"]>();
  let about: About = { name: "", mic: false, camera: false, screen: false, hand: false };
  let current: Connection | null = null;
  let next: Connection | null = null;
  let here = true;
  let tries = 0;
  let repairing = new AbortController();
  let retrying = new AbortController();

  /** Takes a connection in hand as the coming one; the present one serves until it works. */
  function adopt(connection: Connection): void {
    next?.close();
    next = connection;
    connection.send(options.tracks());
    connection.listen({
      state: () => judge(connection),
      candidates: (found) => {
        const body = { pc: connection.pc, candidates: found };
        options.send(options.id, { kind: "client-candidate", body });
      },
      channel: (open) => channelled(connection, open),
      talk: (text) => {
        const talk = readTalk(text);
        if (talk) hearTalk(talk);
      },
    });
    options.changed();
  }

  function start(): void {
    if (life.signal.aborted || !here) return;
    retryAfter(RETRY * Math.min(MOST, 2 ** tries++));
    if (offers) void offer();
    else options.ask(options.id);
  }

  function retryAfter(ms: number): void {
    retrying.abort();
    retrying = new AbortController();
    options.later(ms, () => {
      if (next || !works(current)) start();
    }, retrying.signal);
  }

  async function offer(): Promise<void> {
    const mine = options.spare.take();
    adopt(mine);
    // A refusal by the browser is met by the next try.
    const sdp = await mine.offer().catch(() => null);
    if (sdp === null || next !== mine) return;
    const body = { pc: mine.pc, sdp, about: options.about() };
    options.send(options.id, { kind: "client-offer", body });
  }

  async function answer(body: Description): Promise<void> {
    if (offers || body.pc === next?.pc || body.pc === current?.pc) return;
    const mine = options.open(body.pc);
    adopt(mine);
    const sdp = await mine.answer(body.sdp).catch(() => null);
    if (next !== mine) return;
    if (sdp === null) {
      next = null;
      return mine.close();
    }
    const reply = { pc: mine.pc, sdp, about: options.about() };
    options.send(options.id, { kind: "client-answer", body: reply });
    retryAfter(CONNECT.answerer);
    await mine.add(strangers.get(mine.pc) ?? []);
    strangers.clear();
  }

  async function accept(body: Description): Promise<void> {
    if (next?.pc !== body.pc || next.rtc.signalingState !== "have-local-offer") return;
    retryAfter(CONNECT.offerer);
    await next.accept(body.sdp).catch(() => {});
  }

  async function add({ pc, candidates }: Candidates): Promise<void> {
    const connection = [next, current].find((one) => one?.pc === pc);
    if (connection) return await connection.add(candidates);
    // Candidates may overtake their offer; a few are kept for it.
    if (strangers.size >= 4) strangers.clear();
    strangers.set(pc, [...(strangers.get(pc) ?? []), ...candidates].slice(0, 50));
  }

  function judge(connection: Connection): void {
    const state = connection.rtc.connectionState;
    if (connection === next) {
      if (state === "connected") promote(connection);
      if (state === "failed" && here) start();
    } else if (connection === current) {
      repairing.abort();
      if (state === "failed") repair();
      if (state === "disconnected") repairAfter(PATIENCE);
    }
    options.changed();
  }

  function promote(connection: Connection): void {
    current?.close();
    current = connection;
    next = null;
    repairing.abort();
    retrying.abort();
    tries = 0;
  }

  function repairAfter(ms: number): void {
    repairing.abort();
    repairing = new AbortController();
    options.later(ms, repair, repairing.signal);
  }

  function repair(): void {
    if (life.signal.aborted || next) return;
    if (here) start();
    else options.gone();
  }

  function channelled(connection: Connection, open: boolean): void {
    if (open) connection.say(JSON.stringify({ type: "about", about: options.about() }));
    else if (connection === current) {
      // Their page closed this connection: it left, or it is about to come back.
      current = null;
      connection.close();
      repairAfter(1000);
      if (!here) options.gone();
    }
    options.changed();
  }

  function hearTalk(talk: Talk): void {
    switch (talk.type) {
      case "about":
        return learn(talk.about);
      case "chat":
        return options.talk(talk);
      case "bye":
        return options.gone();
    }
  }

  function learn(said: About): void {
    about = { ...said, name: cleanName(said.name) };
    options.changed();
  }

  return {
    id: options.id,
    about: () => about,
    connection: () => current ?? next,
    greet() {
      here = true;
      if (works(current)) return;
      // Their page may be another than the one that was asked before.
      if (offers) start();
      else retryAfter(RETRY);
    },
    restart() {
      here = true;
      // An offer that is under way is what they ask for; it has its own time.
      if (!(offers && next)) start();
    },
    async hear(sealed) {
      here = true;
      switch (sealed.kind) {
        case "client-offer":
          learn(sealed.body.about);
          return await answer(sealed.body);
        case "client-answer":
          learn(sealed.body.about);
          return await accept(sealed.body);
        case "client-candidate":
          return await add(sealed.body);
      }
    },
    present(now) {
      here = now;
      // A member who left is not a call that ended: what is connected goes on.
      if (!now && !works(current)) options.gone();
    },
    resend() {
      current?.send(options.tracks());
      next?.send(options.tracks());
    },
    say: (talk) => (current ?? next)?.say(JSON.stringify(talk)) ?? false,
    close() {
      life.abort();
      repairing.abort();
      retrying.abort();
      current?.close();
      next?.close();
    },
  };
}

function works(connection: Connection | null): boolean {
  return connection?.rtc.connectionState === "connected";
}
