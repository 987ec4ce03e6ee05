import type { AudienceMessage, ClientMessage, ServeOffer } from "../../protocol/mod.ts";
import { EMPTY, type Mail, type Presence, type Room, type RoomEvent, step } from "./room.ts";
import { addStandingOffers, type StandingOffers } from "./standing_offers.ts";

/** A room and its audience: pages that watch, and are no part of the mesh. */
export interface WatchedRoom {
  readonly speakers: Room;
  readonly viewers: Room;
  /** Offers of speakers to serve those who watch, and the players that each serves now. */
  readonly offers: ReadonlyMap<string, ServeOffer>;
  /** Speakers of whom viewers get nothing, by viewer. */
  readonly avoids: ReadonlyMap<string, string>;
  /** Offers that speakers here leave for the next who comes. */
  readonly standing: StandingOffers;
}

/** Event of a speaker or of a viewer. */
export type WatchedRoomEvent =
  | RoomEvent
  | Extract<ClientMessage, { type: "client-serve" | "client-avoid" | "client-standing-offer" }>;

/** Result of an event: the room after it, and the mail that follows. */
export interface WatchedStep {
  readonly room: WatchedRoom;
  readonly mail: readonly Mail[];
}

/** Offer of a member that has made none. */
export const NO_OFFER: ServeOffer = { viewers: 0, players: 0 };

/** True if two offers are the same. */
export const isSameOffer = (a: ServeOffer = NO_OFFER, b: ServeOffer = NO_OFFER): boolean =>
  a.viewers === b.viewers && a.players === b.players;

/** A room without anybody. */
export const UNWATCHED: WatchedRoom = {
  speakers: EMPTY,
  viewers: EMPTY,
  offers: new Map(),
  avoids: new Map(),
  standing: new Map(),
};

/** True if somebody of this id is in the room. */
export const holds = ({ speakers, viewers }: WatchedRoom, id: string): boolean =>
  speakers.has(id) || viewers.has(id);

/** Decides for speakers and viewers, of whom there are at most `limit`; sends and changes nothing. */
export function stepWatched(
  room: WatchedRoom,
  from: string,
  event: WatchedRoomEvent,
  limit: number,
): WatchedStep {
  const step = decide(room, from, event, limit);
  if (!step.tell) return step;
  const message = audience(step.room, limit);
  const told = step.tell === "all"
    ? [...step.room.speakers.keys(), ...step.room.viewers.keys()]
    : [from];
  return { room: step.room, mail: [...step.mail, ...told.map((to) => ({ to, message }))] };
}

/** A step, and to whom it is told who watches now, and who offers to serve. */
interface Decision extends WatchedStep {
  readonly tell?: "all" | "sender" | false;
}

function decide(
  room: WatchedRoom,
  from: string,
  event: WatchedRoomEvent,
  limit: number,
): Decision {
  switch (event.type) {
    case "join":
      return event.viewer ? watch(room, from, event, limit) : join(room, from, event);
    case "client-serve":
      return offer(room, from, event);
    case "client-avoid":
      return avoid(room, from, event.speaker);
    case "client-standing-offer":
      return stand(room, from, event.sealed);
    case "away":
    case "client-leave":
    case "client-call":
    case "client-offer":
    case "client-answer":
    case "client-candidate": {
      const isForViewer = "to" in event && event.to !== undefined && room.viewers.has(event.to);
      return room.viewers.has(from) || isForViewer
        ? stepAudience(room, from, event)
        : stepSpeakers(room, from, event);
    }
  }
}

type Join = Extract<RoomEvent, { type: "join" }>;

function join(room: WatchedRoom, from: string, event: Join): Decision {
  const viewers = without(room.viewers, from);
  const avoids = without(room.avoids, from);
  const next = stepSpeakers({ ...room, viewers, avoids }, from, event);
  if (!next.room.speakers.has(from)) return { room, mail: next.mail };
  // A page that joins again has yet to offer what it can serve, and to leave another offer.
  const offers = put(next.room.offers, from, event.offer ?? NO_OFFER);
  const left = without(next.room.standing, from);
  const tell = countWatching(room) > 0 && "all";
  // A member that was here before may still be connected: it needs none.
  const { mail, standing } = event.greeting && !room.speakers.has(from)
    ? addStandingOffers(left, room.speakers, next.mail)
    : { mail: next.mail, standing: left };
  return { room: { ...next.room, offers, standing }, mail, tell };
}

/** A speaker leaves an offer for the next who comes, or withdraws it. */
function stand(room: WatchedRoom, from: string, sealed: string | undefined): Decision {
  if (!room.speakers.has(from)) return { room, mail: [] };
  const standing = sealed ? new Map(room.standing).set(from, sealed) : without(room.standing, from);
  return { room: { ...room, standing }, mail: [] };
}

/** A viewer joins; one that spoke before has left the mesh. */
function watch(room: WatchedRoom, from: string, event: Join, limit: number): Decision {
  if (!room.viewers.has(from) && countWatching(room) >= limit) {
    return { room, mail: [{ to: from, message: { type: "refused", code: "room_full" } }] };
  }
  const left = stepSpeakers(room, from, { type: "client-leave" });
  const viewers = new Map(left.room.viewers).set(from, "here");
  const { greeting } = event;
  const welcome = { type: "welcome", version: 1, id: from, members: [] } as const;
  const mail = greeting ? [{ to: from, message: { ...welcome, ...greeting } }] : [];
  // A page that was loaded anew has yet to miss a speaker.
  const avoids = event.avoids
    ? new Map(room.avoids).set(from, event.avoids)
    : without(room.avoids, from);
  return { room: { ...left.room, viewers, avoids }, mail: [...left.mail, ...mail], tell: "all" };
}

/** A speaker offers to serve so many; it hears who watches, even if nobody does. */
function offer(room: WatchedRoom, from: string, { viewers, players }: ServeOffer): Decision {
  if (!room.speakers.has(from)) return { room, mail: [] };
  const next = { ...room, offers: put(room.offers, from, { viewers, players }) };
  const isWatched = countWatching(room) + countWatching(next) > 0;
  const isNews = next.offers !== room.offers && isWatched;
  return { room: next, mail: [], tell: isNews ? "all" : "sender" };
}

/** A viewer gets nothing of a speaker, or that is over. */
function avoid(room: WatchedRoom, from: string, speaker: string | undefined): Decision {
  if (!room.viewers.has(from) || room.avoids.get(from) === speaker) return { room, mail: [] };
  const avoids = speaker ? new Map(room.avoids).set(from, speaker) : without(room.avoids, from);
  return { room: { ...room, avoids }, mail: [], tell: "all" };
}

/**
 * Number of those who watch, players among them: by the members' own offers, or by `players` where
 * that knows of more.
 */
export function countWatching(
  { viewers, offers }: WatchedRoom,
  players: ReadonlyMap<string, number> = new Map(),
): number {
  const serving = new Set([...offers.keys(), ...players.keys()]);
  return [...serving].reduce(
    (sum, id) => sum + Math.max(offers.get(id)?.players ?? 0, players.get(id) ?? 0),
    viewers.size,
  );
}

type Said = Exclude<RoomEvent, { type: "join" }>;

/** Events of a viewer, and messages to one. Two viewers are nobody to each other. */
function stepAudience(room: WatchedRoom, from: string, event: Said): Decision {
  const { speakers, viewers } = room;
  switch (event.type) {
    case "away":
      return present(room, from, "away");
    case "client-leave":
      return {
        room: { ...room, viewers: without(viewers, from), avoids: without(room.avoids, from) },
        mail: [],
        tell: "all",
      };
    case "client-call":
    case "client-offer":
    case "client-answer":
    case "client-candidate": {
      if (event.to === undefined) return present(room, from, "here");
      const isPair = (viewers.has(from) ? speakers : viewers).has(event.to) &&
        (speakers.has(from) || viewers.has(from));
      // A room of the two alone, in which they find each other, or do not.
      const pair: Room = new Map(isPair ? [[from, "here"], [event.to, "here"]] : []);
      return { room, mail: step(pair, from, event).mail };
    }
  }
}

function present(room: WatchedRoom, from: string, presence: Presence): Decision {
  if (room.viewers.get(from) === presence) return { room, mail: [] };
  const viewers = new Map(room.viewers).set(from, presence);
  return { room: { ...room, viewers }, mail: [], tell: "all" };
}

/** Events of a speaker, as the mesh decides them; viewers hear who of them is gone. */
function stepSpeakers(room: WatchedRoom, from: string, event: RoomEvent): Decision {
  const { room: speakers, mail } = step(room.speakers, from, event);
  const offers = speakers.has(from) ? room.offers : put(room.offers, from, NO_OFFER);
  const standing = speakers.has(from) ? room.standing : without(room.standing, from);
  const next = { ...room, speakers, offers, standing };
  const isChanged = speakers !== room.speakers;
  const gone = event.type === "client-leave" || event.type === "away" ? event.type : null;
  const type = gone === "away" ? "client-away" : gone;
  const toViewers = isChanged && type
    ? [...room.viewers.keys()].map((to): Mail => ({ to, message: { type, from } }))
    : [];
  const tell = isChanged && countWatching(room) > 0 && "all";
  return { room: next, mail: [...mail, ...toViewers], tell };
}

function audience(room: WatchedRoom, limit: number): AudienceMessage {
  const { speakers, viewers, offers, avoids } = room;
  const serving = [...offers].filter(([id]) => speakers.get(id) === "here");
  return {
    type: "audience",
    serving: serving.map(([id, { viewers }]) => ({ id, viewers })),
    viewers: [...viewers.keys()],
    avoids: [...avoids].map(([viewer, speaker]) => ({ viewer, speaker })),
    players: countWatching(room) - viewers.size,
    limit,
  };
}

function without<T>(all: ReadonlyMap<string, T>, id: string): ReadonlyMap<string, T> {
  if (!all.has(id)) return all;
  const rest = new Map(all);
  rest.delete(id);
  return rest;
}

/** Notes an offer; one of nobody is none. */
function put(offers: WatchedRoom["offers"], id: string, offer: ServeOffer): WatchedRoom["offers"] {
  if (isSameOffer(offers.get(id), offer)) return offers;
  const next = new Map(offers);
  if (offer.viewers + offer.players > 0) next.set(id, offer);
  else next.delete(id);
  return next;
}
