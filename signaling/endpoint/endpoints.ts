import type { ClientEndpointMessage, EndpointKind } from "../../protocol/mod.ts";
import type { EndpointReply, EndpointRequest } from "./endpoint_notices.ts";
import type { Clock } from "../clock.ts";
import { MINUTE_MS, type Quota, quota } from "../rate_limit.ts";
import type { Session } from "../room/session.ts";

/** A page of a call, by one socket. */
export interface Page {
  readonly room: string;
  readonly member: string;
  readonly session: Pick<Session, "send">;
}

/** Endpoints of this isolate: which pages have subscribed to which topic, and which streams they have. */
export interface Endpoints {
  /** Hears what a page says about endpoints. */
  hear(page: Page, message: ClientEndpointMessage): void;
  /** The page's socket is over. */
  leave(page: Page): void;
  /** True if a page here has subscribed to the topic, and has this session if one is named. */
  has(topic: string, session: string | undefined): boolean;
  /** Carries out a client's request by a page here. */
  carryOut(topic: string, request: EndpointRequest): Promise<EndpointReply>;
}

/** Options of {@link openEndpoints}. */
export interface EndpointsOptions {
  readonly clock: Pick<Clock, "now" | "later">;
  readonly randomId: () => string;
  /** Called when the first page here subscribes to a topic, and when none is subscribed any more. */
  readonly follow: (topic: string, on: boolean) => void;
  /** True if a room has all its viewers, of whom these many are players by way of each member. */
  readonly isFull: (room: string, players: ReadonlyMap<string, number>) => boolean;
}

/** Milliseconds that one page may take to answer an offer, and all pages together. */
export const PAGE_ANSWER_MS = 2700;
export const ALL_ANSWER_MS = 5500;
/** Subscribers of one topic: the members of one call. */
const MAX_LISTENERS = 8;
/** Candidates of one session, in messages: browsers gather for seconds. */
const MAX_CANDIDATES = 100;
/**
 * Offers at one topic in a minute, and streams of one page. A publisher comes back, and again, to the
 * page that has one stream, and one that comes in its place; players are many.
 */
const LIMITS: Readonly<
  Record<EndpointKind, { readonly offers: number; readonly streams: number }>
> = { studio: { offers: 20, streams: 4 }, watch: { offers: 60, streams: 40 } };

/** A topic and its pages, the first subscriber first. */
interface Topic {
  readonly kind: EndpointKind;
  readonly pages: Set<Page>;
  readonly offers: Quota;
}

/** A client's session with a page. */
interface Stream {
  readonly topic: string;
  readonly kind: EndpointKind;
  readonly page: Page;
  readonly ufrag: string;
  candidates: number;
  /** Called with the page's answer; null once it has answered. */
  answer: ((reply: EndpointReply) => void) | null;
}

/** User name fragment of an offer's ICE session, or of an SDP fragment (RFC 8839 §5.4). */
export const ufragOf = (sdp: string): string | undefined =>
  /^a=ice-ufrag:(\S{1,256})\s*$/m.exec(sdp)?.[1];

interface State extends EndpointsOptions {
  readonly topics: Map<string, Topic>;
  readonly streams: Map<string, Stream>;
}

type Offer = Extract<EndpointRequest, { act: "offer" }>;

/** Endpoints at which nobody listens yet. */
export function openEndpoints(options: EndpointsOptions): Endpoints {
  const { clock, randomId, follow, isFull } = options;
  const [topics, streams] = [new Map<string, Topic>(), new Map<string, Stream>()];
  const state: State = { clock, randomId, follow, isFull, topics, streams };
  return {
    hear: (page, message) => hear(state, page, message),
    leave(page) {
      for (const [name, { pages }] of [...topics]) {
        if (pages.has(page)) stopListening(state, page, name);
      }
      for (const [session, stream] of [...streams]) {
        if (stream.page === page) forget(state, session);
      }
    },
    has: (topic, session) =>
      session === undefined ? topics.has(topic) : streams.get(session)?.topic === topic,
    carryOut: async (topic, request) =>
      request.act === "offer" ? await offer(state, topic, request) : handOn(state, topic, request),
  };
}

function hear(state: State, page: Page, message: ClientEndpointMessage): void {
  if (message.type === "client-endpoint") return listen(state, page, message);
  // A page answers for a session that it was asked for, and once.
  const { session } = message;
  const stream = state.streams.get(session);
  if (stream?.page !== page) return;
  const { answer } = stream;
  switch (message.type) {
    case "client-endpoint-answer":
      stream.answer = null;
      return answer?.({ is: "answered", session, sdp: message.sdp });
    case "client-endpoint-refuse":
      if (!answer) return;
      state.streams.delete(session);
      return answer({ is: "refused", code: message.code });
    case "client-endpoint-end":
      return forget(state, session);
  }
}

/** Listens at this topic, and at no other of the kind. */
function listen(
  state: State,
  page: Page,
  { kind, topic: name }: Extract<ClientEndpointMessage, { type: "client-endpoint" }>,
): void {
  const { topics, follow } = state;
  const open = name === undefined ? undefined : topics.get(name);
  if (open && (open.kind !== kind || open.pages.has(page) || open.pages.size >= MAX_LISTENERS)) {
    return;
  }
  for (const [other, topic] of [...topics]) {
    if (topic.kind === kind && topic.pages.has(page)) stopListening(state, page, other);
  }
  if (name === undefined) return;
  const topic = open ?? { kind, pages: new Set(), offers: quota(LIMITS[kind].offers, MINUTE_MS) };
  if (!open) follow(name, true);
  topics.set(name, topic);
  topic.pages.add(page);
}

function stopListening({ topics, follow }: State, page: Page, name: string): void {
  const topic = topics.get(name);
  if (!topic?.pages.delete(page) || topic.pages.size > 0) return;
  topics.delete(name);
  follow(name, false);
}

const streamsOf = ({ streams }: State, page: Page, kind: EndpointKind): number =>
  [...streams.values()].filter((one) => one.page === page && one.kind === kind).length;

/** Players of a room by the member that each one watches by way of. */
function playersOf({ streams }: State, room: string): Map<string, number> {
  const players = new Map<string, number>();
  for (const { kind, page } of streams.values()) {
    if (kind !== "watch" || page.room !== room) continue;
    players.set(page.member, (players.get(page.member) ?? 0) + 1);
  }
  return players;
}

function forget({ streams }: State, session: string): void {
  const stream = streams.get(session);
  streams.delete(session);
  stream?.answer?.({ is: "silent" });
}

/** Puts an offer to the subscribed pages, one after the other. */
async function offer(state: State, name: string, request: Offer): Promise<EndpointReply> {
  const { clock, topics } = state;
  const topic = topics.get(name);
  if (!topic?.offers.take(clock.now())) return { is: topic ? "silent" : "unknown" };
  const { kind, pages } = topic;
  const end = clock.now() + ALL_ANSWER_MS - PAGE_ANSWER_MS;
  let last: EndpointReply = { is: "silent" };
  for (const page of [...pages]) {
    if (!pages.has(page) || streamsOf(state, page, kind) >= LIMITS[kind].streams) continue;
    if (kind === "watch" && state.isFull(page.room, playersOf(state, page.room))) {
      return { is: "refused", code: "full" };
    }
    last = await ask(state, page, name, kind, request);
    // One that is frozen is asked after the others, the next time.
    if (last.is === "silent" && pages.delete(page)) pages.add(page);
    if (isSettled(last) || clock.now() > end) break;
  }
  return last;
}

/** True of a reply that no other page would better. */
export const isSettled = (reply: EndpointReply): boolean =>
  reply.is === "answered" ||
  reply.is === "refused" && (reply.code === "streaming" || reply.code === "locked");

function ask(
  state: State,
  page: Page,
  topic: string,
  kind: EndpointKind,
  offer: Offer,
): Promise<EndpointReply> {
  const { promise, resolve } = Promise.withResolvers<EndpointReply>();
  const { sdp, address } = offer;
  const session = state.randomId();
  const asked = new AbortController();
  state.streams.set(session, {
    topic,
    kind,
    page,
    ufrag: ufragOf(sdp) ?? "",
    candidates: 0,
    answer(reply) {
      asked.abort();
      resolve(reply);
    },
  });
  page.session.send({
    type: "endpoint-offer",
    kind,
    session,
    sdp,
    ...(address ? { address } : {}),
  });
  state.clock.later(PAGE_ANSWER_MS, () => {
    forget(state, session);
    // What it answers now comes too late: the next page has been asked.
    page.session.send({ type: "endpoint-end", session });
  }, asked.signal);
  return promise;
}

function handOn(
  state: State,
  topic: string,
  request: Exclude<EndpointRequest, Offer>,
): EndpointReply {
  const { session } = request;
  const stream = state.streams.get(session);
  if (stream?.topic !== topic) return { is: "unknown" };
  if (request.act === "end") {
    forget(state, session);
    stream.page.session.send({ type: "endpoint-end", session });
    return { is: "done" };
  }
  if (request.ufrag !== undefined && request.ufrag !== stream.ufrag) return { is: "restart" };
  if (++stream.candidates <= MAX_CANDIDATES) {
    stream.page.session.send({ type: "endpoint-candidate", session, sdp: request.sdp });
  }
  return { is: "done" };
}
