import type { ClientStudioMessage } from "../../protocol/mod.ts";
import type { StudioReply, StudioRequest } from "./studio_notices.ts";
import type { Clock } from "../clock.ts";
import { MINUTE_MS, type Quota, quota } from "../rate_limit.ts";
import type { Session } from "../room/session.ts";

/** Studios of this isolate: which sessions have subscribed to which topic, and which streams they have. */
export interface Studios {
  /** Hears what a page says about studios. */
  hear(page: Session, message: ClientStudioMessage): void;
  /** The page's socket is over. */
  leave(page: Session): void;
  /** True if a page here has subscribed to the topic, and has this session if one is named. */
  has(topic: string, session: string | undefined): boolean;
  /** Carries out a publisher's request by a page here. */
  carryOut(topic: string, request: StudioRequest): Promise<StudioReply>;
}

/** Options of {@link openStudios}. */
export interface StudiosOptions {
  readonly clock: Pick<Clock, "now" | "later">;
  readonly randomId: () => string;
  /** Called when the first page here subscribes to a topic, and when none is subscribed any more. */
  readonly follow: (topic: string, on: boolean) => void;
}

/** Milliseconds that one page may take to answer an offer, and all pages together. */
export const PAGE_ANSWER_MS = 2700;
export const STUDIO_ANSWER_MS = 5500;
/** Subscribers of one topic: the members of one call. */
const MAX_LISTENERS = 8;
/** Offers to one topic in a minute: a publisher that comes back, and again. */
const MAX_OFFERS = 20;
/** Candidates of one session, in messages: browsers gather for seconds. */
const MAX_CANDIDATES = 100;
/** Streams of one page: the one that is, and one that comes in its place. */
const MAX_STREAMS = 4;

/** A topic and its pages, the first subscriber first. */
interface Topic {
  readonly pages: Set<Session>;
  readonly offers: Quota;
}

/** A publisher's session with a page. */
interface Stream {
  readonly topic: string;
  readonly page: Session;
  readonly ufrag: string;
  candidates: number;
  /** Called with the page's answer; null once it has answered. */
  answer: ((reply: StudioReply) => void) | null;
}

/** User name fragment of an offer's ICE session, or of an SDP fragment (RFC 8839 §5.4). */
export const ufragOf = (sdp: string): string | undefined =>
  /^a=ice-ufrag:(\S{1,256})\s*$/m.exec(sdp)?.[1];

interface State extends StudiosOptions {
  readonly topics: Map<string, Topic>;
  readonly listening: Map<Session, string>;
  readonly streams: Map<string, Stream>;
}

type Offer = Extract<StudioRequest, { act: "offer" }>;

/** Studios at which nobody listens yet. */
export function openStudios(options: StudiosOptions): Studios {
  const { clock, randomId, follow } = options;
  const [topics, listening, streams] = [new Map(), new Map(), new Map()];
  const state: State = { clock, randomId, follow, topics, listening, streams };
  return {
    hear: (page, message) => hear(state, page, message),
    leave(page) {
      stopListening(state, page);
      for (const session of sessionsOf(state, page)) forget(state, session);
    },
    has: (topic, session) =>
      session === undefined ? state.topics.has(topic) : state.streams.get(session)?.topic === topic,
    carryOut: async (topic, request) =>
      request.act === "offer" ? await offer(state, topic, request) : handOn(state, topic, request),
  };
}

function hear(state: State, page: Session, message: ClientStudioMessage): void {
  if (message.type === "client-studio") {
    return message.topic === undefined
      ? stopListening(state, page)
      : listen(state, page, message.topic);
  }
  // A page answers for a session that it was asked for, and once.
  const { session } = message;
  const stream = state.streams.get(session);
  if (stream?.page !== page) return;
  const { answer } = stream;
  switch (message.type) {
    case "client-studio-answer":
      stream.answer = null;
      return answer?.({ is: "answered", session, sdp: message.sdp });
    case "client-studio-refuse":
      if (!answer) return;
      state.streams.delete(session);
      return answer({ is: "refused", code: message.code });
    case "client-studio-end":
      return forget(state, session);
  }
}

function listen(state: State, page: Session, name: string): void {
  const { topics, listening, follow } = state;
  const topic = topics.get(name) ?? { pages: new Set(), offers: quota(MAX_OFFERS, MINUTE_MS) };
  if (topic.pages.has(page) || topic.pages.size >= MAX_LISTENERS) return;
  stopListening(state, page);
  if (!topics.has(name)) follow(name, true);
  topics.set(name, topic);
  topic.pages.add(page);
  listening.set(page, name);
}

function stopListening({ topics, listening, follow }: State, page: Session): void {
  const name = listening.get(page) ?? "";
  const topic = topics.get(name);
  listening.delete(page);
  if (!topic?.pages.delete(page) || topic.pages.size > 0) return;
  topics.delete(name);
  follow(name, false);
}

function sessionsOf({ streams }: State, page: Session): string[] {
  return [...streams].filter(([, stream]) => stream.page === page).map(([session]) => session);
}

function forget({ streams }: State, session: string): void {
  const stream = streams.get(session);
  streams.delete(session);
  stream?.answer?.({ is: "silent" });
}

/** Puts an offer to the subscribed pages, one after the other. */
async function offer(state: State, name: string, request: Offer): Promise<StudioReply> {
  const { clock, topics } = state;
  const topic = topics.get(name);
  if (!topic?.offers.take(clock.now())) return { is: topic ? "silent" : "unknown" };
  const end = clock.now() + STUDIO_ANSWER_MS - PAGE_ANSWER_MS;
  let last: StudioReply = { is: "silent" };
  for (const page of [...topic.pages]) {
    if (!topic.pages.has(page) || sessionsOf(state, page).length >= MAX_STREAMS) continue;
    last = await ask(state, page, name, request);
    // One that is frozen is asked after the others, the next time.
    if (last.is === "silent" && topic.pages.delete(page)) topic.pages.add(page);
    const isFinal = last.is === "answered" || last.is === "refused" && last.code === "streaming";
    if (isFinal || clock.now() > end) break;
  }
  return last;
}

function ask(state: State, page: Session, topic: string, offer: Offer): Promise<StudioReply> {
  const { promise, resolve } = Promise.withResolvers<StudioReply>();
  const { sdp, address } = offer;
  const session = state.randomId();
  const asked = new AbortController();
  state.streams.set(session, {
    topic,
    page,
    ufrag: ufragOf(sdp) ?? "",
    candidates: 0,
    answer(reply) {
      asked.abort();
      resolve(reply);
    },
  });
  page.send({ type: "studio-offer", session, sdp, ...(address ? { address } : {}) });
  state.clock.later(PAGE_ANSWER_MS, () => {
    forget(state, session);
    // What it answers now comes too late: the next page has been asked.
    page.send({ type: "studio-end", session });
  }, asked.signal);
  return promise;
}

function handOn(state: State, topic: string, request: Exclude<StudioRequest, Offer>): StudioReply {
  const { session } = request;
  const stream = state.streams.get(session);
  if (stream?.topic !== topic) return { is: "unknown" };
  if (request.act === "end") {
    forget(state, session);
    stream.page.send({ type: "studio-end", session });
    return { is: "done" };
  }
  if (request.ufrag !== undefined && request.ufrag !== stream.ufrag) return { is: "restart" };
  if (++stream.candidates <= MAX_CANDIDATES) {
    stream.page.send({ type: "studio-candidate", session, sdp: request.sdp });
  }
  return { is: "done" };
}
