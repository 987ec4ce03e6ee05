import type { About } from "../call/messages/about.ts";
import type { Device } from "./device.ts";

/** The person in front of this page. */
export interface Me {
  readonly id: string;
  readonly name: string;
  readonly mic: Device;
  readonly camera: Device;
  /** A screen is shared, or the browser asks for one. */
  readonly sharing: boolean;
  readonly hand: boolean;
  /** Own camera, to be mirrored; null when off. */
  readonly picture: MediaStream | null;
  /** Own shared screen, not mirrored; null when not sharing. */
  readonly screen: MediaStream | null;
}

/** State of the connection with one other member. */
export type Connection =
  | "connecting"
  | "connected"
  | "poor"
  /** They receive nothing of this page, though it receives them. */
  | "unheard"
  | "reconnecting"
  /** Their page is silent: asleep, or on its way to another server. */
  | "away"
  /** The identity check failed: somebody else answered, and nothing is connected. */
  | "unverified"
  | "failed";

/** True of a connection with somebody whom a person would leave. */
export function isCompany({ connection }: Pick<Participant, "connection">): boolean {
  return /^(connected|poor|unheard|reconnecting)$/.test(connection);
}

/** One other person in the call. The streams keep their identity while the person is there. */
export interface Participant {
  readonly id: string;
  readonly about: About;
  readonly connection: Connection;
  /** A person has compared the SAS with theirs, in this session. */
  readonly verified: boolean;
  /** Camera picture; null when the camera is off or nothing has arrived yet. */
  readonly picture: MediaStream | null;
  readonly screen: MediaStream | null;
  /** To be played by an <audio> element, always. */
  readonly voice: MediaStream | null;
}
