import { decode } from "../../protocol/mod.ts";
import type { Shape } from "../../protocol/shape.ts";
import type { Bus } from "../bus/bus.ts";
import { type StudioNotice, studioNotices } from "./studio_notices.ts";

/** The bus, as far as studios use it. */
export interface StudioBus {
  /** Hears what is announced about this topic, or does so no longer. */
  follow(topic: string, on: boolean): void;
  announce(notice: Extract<StudioNotice, { type: "studio-seek" }>): void;
  mail(node: string, notice: StudioNotice): void;
  listen(heard: (node: string, notice: StudioNotice) => void): void;
}

const shapesByType = new Map<string, Shape<StudioNotice>>(Object.entries(studioNotices));

/** Studios have subjects of their own on the bus, which no room's id can be. */
const subjectOf = (topic: string) => `studio ${topic}`;

/** Divides a bus into that of rooms and that of studios; `refused` counts what is no notice. */
export function shareBus(
  bus: Bus,
  refused: () => void,
): { readonly rooms: Bus; readonly studios: StudioBus } {
  let hear: (node: string, notice: StudioNotice) => void = () => {};
  const rooms: Bus = {
    ...bus,
    listen: ({ heard, restored }) =>
      bus.listen({
        heard(from, text) {
          if (!text.startsWith('{"type":"studio-')) return heard(from, text);
          const decoded = decode(shapesByType, text);
          if (decoded.ok) hear(from, decoded.message);
          else refused();
        },
        restored,
      }),
  };
  return {
    rooms,
    studios: {
      follow: (topic, on) => on ? bus.follow(subjectOf(topic)) : bus.unfollow(subjectOf(topic)),
      announce: (notice) => bus.announce(subjectOf(notice.topic), JSON.stringify(notice)),
      mail: (node, notice) => bus.mail(node, JSON.stringify(notice)),
      listen: (heard) => hear = heard,
    },
  };
}
