import type { EndpointBus } from "./endpoint_bus.ts";
import type { EndpointNotice, EndpointReply, EndpointRequest } from "./endpoint_notices.ts";
import type { Clock } from "../clock.ts";
import { type Endpoints, isSettled, PAGE_ANSWER_MS } from "./endpoints.ts";

/** Carries requests of publishers to the page that listens, at whichever isolate it sits. */
export interface EndpointRouter {
  /** Result of the request; never rejects, and comes within six seconds. */
  ask(topic: string, request: EndpointRequest): Promise<EndpointReply>;
  /** Hears another isolate. */
  heard(node: string, notice: EndpointNotice): void;
}

/** Options of {@link openEndpointRouter}. */
export interface EndpointRouterOptions {
  readonly clock: Pick<Clock, "later" | "now">;
  readonly randomId: () => string;
  readonly endpoints: Pick<Endpoints, "has" | "carryOut">;
  /** Null where there are no other isolates. */
  readonly bus: EndpointBus | null;
  readonly signal: AbortSignal;
}

/** Milliseconds for isolates to say that a page listens there: a bus may span an ocean. */
const SEEK_MS = 1000;
/** Milliseconds for a request, in all isolates together. */
const REPLY_MS = 5700;
/** Milliseconds that a ticket is good for: the isolate before may have been silent. */
const TICKET_MS = REPLY_MS;
/** Tickets, and requests under way, at one isolate. */
const MAX_TICKETS = 500;

/** An isolate at which a page listens. */
interface Place {
  readonly node: string;
  readonly ticket: string;
}

type SeekNotice = Extract<EndpointNotice, { type: "endpoint-seek" }>;

/** Opens the router. */
export function openEndpointRouter(options: EndpointRouterOptions): EndpointRouter {
  const { clock, randomId, endpoints, bus, signal } = options;
  const queries = new Map<string, (place: Place) => void>();
  const tickets = new Map<string, { readonly topic: string; readonly until: number }>();
  const replies = new Map<string, (reply: EndpointReply) => void>();

  const within = <T>(ms: number, otherwise: T, open: (resolve: (value: T) => void) => void) =>
    valueWithin({ clock, signal, ms, otherwise, open });

  /** Asks isolates at which a page listens, one after the other; at once where none follows. */
  async function askElsewhere(
    bus: EndpointBus,
    topic: string,
    request: EndpointRequest,
    due: number,
  ) {
    if (queries.size >= MAX_TICKETS) return { is: "silent" } as const;
    const query = randomId();
    const session = request.act === "offer" ? {} : { session: request.session };
    const wait = (ms: number, open: (done: () => void) => void) =>
      within<void>(ms, undefined, open);
    const places = openQueue<Place>(wait, clock, SEEK_MS);
    queries.set(query, places.push);
    void bus.seek({ type: "endpoint-seek", topic, query, ...session }).then(places.expect);
    let reply: EndpointReply = { is: "unknown" };
    for (let place = await places.next(); place; place = await places.next()) {
      const { node, ticket } = place;
      reply = await within<EndpointReply>(due - clock.now(), { is: "silent" }, (resolve) => {
        replies.set(ticket, resolve);
        bus.mail(node, { type: "endpoint-request", ticket, request });
      });
      replies.delete(ticket);
      if (isFinal(reply, due - clock.now())) break;
    }
    queries.delete(query);
    return reply;
  }

  function seek(node: string, { topic, query, session }: SeekNotice): void {
    if (!endpoints.has(topic, session)) return;
    for (const [ticket, { until }] of tickets) if (until < clock.now()) tickets.delete(ticket);
    if (tickets.size >= MAX_TICKETS) return;
    const ticket = randomId();
    tickets.set(ticket, { topic, until: clock.now() + TICKET_MS });
    bus?.mail(node, { type: "endpoint-here", query, ticket });
  }

  return {
    async ask(topic, request) {
      const session = request.act === "offer" ? undefined : request.session;
      const due = clock.now() + REPLY_MS;
      const reply: EndpointReply = endpoints.has(topic, session)
        ? await endpoints.carryOut(topic, request)
        : { is: "unknown" };
      if (!bus || reply.is !== "unknown" && isFinal(reply, due - clock.now())) return reply;
      const other = await askElsewhere(bus, topic, request, due);
      return other.is === "unknown" ? reply : other;
    },
    heard(node, notice) {
      switch (notice.type) {
        case "endpoint-seek":
          return seek(node, notice);
        case "endpoint-here":
          return queries.get(notice.query)?.({ node, ticket: notice.ticket });
        case "endpoint-request": {
          const { ticket, request } = notice;
          const given = tickets.get(ticket);
          tickets.delete(ticket);
          if (!given || given.until < clock.now()) return;
          endpoints.carryOut(given.topic, request).then((reply) =>
            bus?.mail(node, { type: "endpoint-reply", ticket, reply })
          );
          return;
        }
        case "endpoint-reply":
          return replies.get(notice.ticket)?.(notice.reply);
      }
    },
  };
}

/** True if no other isolate could say more, or so many ms are too few for one. */
function isFinal(reply: EndpointReply, left: number): boolean {
  const may = reply.is === "silent" || reply.is === "refused" && !isSettled(reply);
  return !may || left < PAGE_ANSWER_MS;
}

/** Values in their order; each is waited for until the end, or so many ms after the beginning. */
function openQueue<T>(
  wait: (ms: number, open: (resolve: () => void) => void) => Promise<void>,
  clock: Pick<Clock, "now">,
  ms: number,
) {
  const values: T[] = [];
  let end = clock.now() + ms;
  let wake = () => {};
  return {
    /** Ends it, unless more is to be expected. */
    expect(more: boolean): void {
      if (more) return;
      end = clock.now();
      wake();
    },
    push(value: T): void {
      values.push(value);
      wake();
    },
    async next(): Promise<T | undefined> {
      const left = end - clock.now();
      if (values.length === 0 && left > 0) await wait(left, (resolve) => wake = resolve);
      return values.shift();
    },
  };
}

/** Value that comes, or `otherwise` after so many ms. */
function valueWithin<T>({ clock, signal, ms, otherwise, open }: {
  readonly clock: Pick<Clock, "later">;
  readonly signal: AbortSignal;
  readonly ms: number;
  readonly otherwise: T;
  readonly open: (resolve: (value: T) => void) => void;
}): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>();
  const waiting = new AbortController();
  clock.later(ms, () => resolve(otherwise), AbortSignal.any([waiting.signal, signal]));
  open(resolve);
  return promise.finally(() => waiting.abort());
}
