import { keepText, type Memory, readText } from "./storage.ts";

/** A room that was joined on this device. */
export interface RecentRoom {
  readonly name: string;
  readonly href: string;
}

const KEPT = "visavis.rooms";
const MAX_ROOMS = 4;

/** The rooms joined last, newest first; none when storage is forbidden or holds something else. */
export function recentRooms(memory: Memory | null): RecentRoom[] {
  try {
    const kept: unknown = JSON.parse(readText(memory, KEPT) || "[]");
    return Array.isArray(kept) ? kept.filter(isRoom).slice(0, MAX_ROOMS) : [];
  } catch {
    return [];
  }
}

/** True for a room that was joined on this device, and not forgotten. */
export function isRecentRoom(memory: Memory | null, href: string): boolean {
  return recentRooms(memory).some((room) => room.href === href);
}

/** Remembers a room on this device, as the newest. */
export function rememberRoom({ name, href }: RecentRoom, kept: Memory | null): void {
  const others = recentRooms(kept).filter((room) => room.href !== href);
  keep(kept, [{ name, href }, ...others].slice(0, MAX_ROOMS));
}

/** Forgets a room, and says what is left. */
export function forgetRoom(memory: Memory | null, href: string): RecentRoom[] {
  const left = recentRooms(memory).filter((room) => room.href !== href);
  keep(memory, left);
  return left;
}

function keep(memory: Memory | null, rooms: RecentRoom[]): void {
  keepText(memory, KEPT, JSON.stringify(rooms));
}

function isRoom(value: unknown): value is RecentRoom {
  return typeof value === "object" && value !== null &&
    "name" in value && typeof value.name === "string" &&
    "href" in value && typeof value.href === "string" && /^https?:\/\//.test(value.href);
}
