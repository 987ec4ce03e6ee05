import { decode } from "../../protocol/mod.ts";
import type { Shape } from "../../protocol/shape.ts";
import type { Bus } from "../bus/bus.ts";
import { type EndpointNotice, endpointNotices } from "./endpoint_notices.ts";

/** The bus, as far as endpoints use it. */
export interface EndpointBus {
  /** Hears what is announced about this topic, or does so no longer. */
  follow(topic: string, on: boolean): void;
  /** Asks the isolates that follow the topic; gives false as soon as it is known that none does. */
  seek(notice: Extract<EndpointNotice, { type: "endpoint-seek" }>): Promise<boolean>;
  mail(node: string, notice: EndpointNotice): void;
  listen(heard: (node: string, notice: EndpointNotice) => void): void;
}

const shapesByType = new Map<string, Shape<EndpointNotice>>(Object.entries(endpointNotices));

/** Endpoints have subjects of their own on the bus, which no room's id can be. */
const subjectOf = (topic: string) => `endpoint ${topic}`;

/** Divides a bus into that of rooms and that of endpoints; `refused` counts what is no notice. */
export function shareBus(
  bus: Bus,
  refused: () => void,
): { readonly rooms: Bus; readonly endpoints: EndpointBus } {
  let hear: (node: string, notice: EndpointNotice) => void = () => {};
  const rooms: Bus = {
    ...bus,
    listen: ({ heard, restored }) =>
      bus.listen({
        heard(from, text) {
          if (!text.startsWith('{"type":"endpoint-')) return heard(from, text);
          const decoded = decode(shapesByType, text);
          if (decoded.ok) hear(from, decoded.message);
          else refused();
        },
        restored,
      }),
  };
  return {
    rooms,
    endpoints: {
      follow: (topic, on) => on ? bus.follow(subjectOf(topic)) : bus.unfollow(subjectOf(topic)),
      seek: (notice) => bus.seek(subjectOf(notice.topic), JSON.stringify(notice)),
      mail: (node, notice) => bus.mail(node, JSON.stringify(notice)),
      listen: (heard) => hear = heard,
    },
  };
}
