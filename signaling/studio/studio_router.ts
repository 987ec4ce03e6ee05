import type { StudioBus } from "./studio_bus.ts";
import type { StudioNotice, StudioReply, StudioRequest } from "./studio_notices.ts";
import type { Clock } from "../clock.ts";
import { PAGE_ANSWER_MS, type Studios } from "./studios.ts";

/** Carries requests of publishers to the page that listens, at whichever isolate it sits. */
export interface StudioRouter {
  /** Result of the request; never rejects, and comes within six seconds. */
  ask(topic: string, request: StudioRequest): Promise<StudioReply>;
  /** Hears another isolate. */
  heard(node: string, notice: StudioNotice): void;
}

/** Options of {@link openStudioRouter}. */
export interface StudioRouterOptions {
  readonly clock: Pick<Clock, "later" | "now">;
  readonly randomId: () => string;
  readonly studios: Pick<Studios, "has" | "carryOut">;
  /** Null where there are no other isolates. */
  readonly bus: StudioBus | null;
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

/** Opens the router. */
export function openStudioRouter(options: StudioRouterOptions): StudioRouter {
  const { clock, randomId, studios, bus, signal } = options;
  const queries = new Map<string, (place: Place) => void>();
  const tickets = new Map<string, { readonly topic: string; readonly until: number }>();
  const replies = new Map<string, (reply: StudioReply) => void>();

  const within = <T>(ms: number, otherwise: T, open: (resolve: (value: T) => void) => void) =>
    valueWithin({ clock, signal, ms, otherwise, open });

  /** Asks isolates at which a page listens, one after the other. */
  async function askElsewhere(bus: StudioBus, topic: string, request: StudioRequest, due: number) {
    if (queries.size >= MAX_TICKETS) return { is: "silent" } as const;
    const query = randomId();
    const session = request.act === "offer" ? {} : { session: request.session };
    const places = openQueue<Place>(
      (ms, open) => within<void>(ms, undefined, open),
      clock,
      SEEK_MS,
    );
    queries.set(query, places.push);
    bus.announce({ type: "studio-seek", topic, query, ...session });
    let reply: StudioReply = { is: "unknown" };
    for (let place = await places.next(); place; place = await places.next()) {
      const { node, ticket } = place;
      reply = await within<StudioReply>(due - clock.now(), { is: "silent" }, (resolve) => {
        replies.set(ticket, resolve);
        bus.mail(node, { type: "studio-request", ticket, request });
      });
      replies.delete(ticket);
      if (isFinal(reply, due - clock.now())) break;
    }
    queries.delete(query);
    return reply;
  }

  function seek(node: string, notice: Extract<StudioNotice, { type: "studio-seek" }>): void {
    const { topic, query, session } = notice;
    if (!studios.has(topic, session)) return;
    for (const [ticket, { until }] of tickets) if (until < clock.now()) tickets.delete(ticket);
    if (tickets.size >= MAX_TICKETS) return;
    const ticket = randomId();
    tickets.set(ticket, { topic, until: clock.now() + TICKET_MS });
    bus?.mail(node, { type: "studio-here", query, ticket });
  }

  return {
    async ask(topic, request) {
      const session = request.act === "offer" ? undefined : request.session;
      const due = clock.now() + REPLY_MS;
      const reply: StudioReply = studios.has(topic, session)
        ? await studios.carryOut(topic, request)
        : { is: "unknown" };
      if (!bus || reply.is !== "unknown" && isFinal(reply, due - clock.now())) return reply;
      const other = await askElsewhere(bus, topic, request, due);
      return other.is === "unknown" ? reply : other;
    },
    heard(node, notice) {
      switch (notice.type) {
        case "studio-seek":
          return seek(node, notice);
        case "studio-here":
          return queries.get(notice.query)?.({ node, ticket: notice.ticket });
        case "studio-request": {
          const { ticket, request } = notice;
          const given = tickets.get(ticket);
          tickets.delete(ticket);
          if (!given || given.until < clock.now()) return;
          studios.carryOut(given.topic, request).then((reply) =>
            bus?.mail(node, { type: "studio-reply", ticket, reply })
          );
          return;
        }
        case "studio-reply":
          return replies.get(notice.ticket)?.(notice.reply);
      }
    },
  };
}

/** True if no other isolate could say more, or so many ms are too few for one. */
function isFinal(reply: StudioReply, left: number): boolean {
  const may = reply.is === "refused" && reply.code !== "streaming" || reply.is === "silent";
  return !may || left < PAGE_ANSWER_MS;
}

/** Values in their order; each is waited for until so many ms after the beginning. */
function openQueue<T>(
  wait: (ms: number, open: (resolve: () => void) => void) => Promise<void>,
  clock: Pick<Clock, "now">,
  ms: number,
) {
  const values: T[] = [];
  const end = clock.now() + ms;
  let wake = () => {};
  return {
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
