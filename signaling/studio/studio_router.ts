import type { StudioBus } from "./studio_bus.ts";
import type { StudioNotice, StudioReply, StudioRequest } from "./studio_notices.ts";
import type { Clock } from "../clock.ts";
import type { Studios } from "./studios.ts";

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

/** Milliseconds for isolates to say that a page listens there. */
const SEEK_MS = 300;
/** Milliseconds for the isolate that was asked: its pages have less. */
const REPLY_MS = 5700;
/** Milliseconds that a ticket is good for. */
const TICKET_MS = 3000;
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

  async function askElsewhere(bus: StudioBus, topic: string, request: StudioRequest) {
    if (queries.size >= MAX_TICKETS) return { is: "silent" } as const;
    const query = randomId();
    const session = request.act === "offer" ? {} : { session: request.session };
    const place = await within<Place | null>(SEEK_MS, null, (resolve) => {
      queries.set(query, resolve);
      bus.announce({ type: "studio-seek", topic, query, ...session });
    });
    queries.delete(query);
    if (!place) return { is: "unknown" } as const;
    const { node, ticket } = place;
    const reply = await within<StudioReply>(REPLY_MS - SEEK_MS, { is: "silent" }, (resolve) => {
      replies.set(ticket, resolve);
      bus.mail(node, { type: "studio-request", ticket, request });
    });
    replies.delete(ticket);
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
      if (studios.has(topic, session)) {
        const began = clock.now();
        const reply = await studios.carryOut(topic, request);
        const isOver = reply.is !== "refused" || reply.code === "streaming" ||
          clock.now() > began + SEEK_MS;
        if (isOver || !bus) return reply;
        // Quickly refused: a page at another isolate may be able to.
        const other = await askElsewhere(bus, topic, request);
        return other.is === "unknown" ? reply : other;
      }
      return bus ? await askElsewhere(bus, topic, request) : { is: "unknown" };
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
