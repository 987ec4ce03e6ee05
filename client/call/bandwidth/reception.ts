import type { Later } from "../../platform/clock.ts";
import type { ShownHeights } from "../../state/reception.ts";
import type { Connection } from "../connection/connection.ts";
import type { PictureRequest, ShownPicture } from "../messages/group_control.ts";
import type { Member } from "../room/member.ts";

/** Options of {@link openReception}. */
export interface ReceptionOptions {
  readonly later: Later;
  readonly members: () => readonly Member[];
  /** True if the person wants no pictures of this member. */
  readonly refuses: (id: string) => boolean;
  /** Called when this page has asked for something else. */
  readonly changed: () => void;
  readonly signal: AbortSignal;
}

/** Requests of this page: each member learns how its pictures are shown here. */
export interface Reception {
  /** Takes the heights at which pictures are shown, by member. */
  show(shown: Readonly<Record<string, ShownHeights>>): void;
  /** Tells each member what it does not know yet. */
  look(): void;
  /** True if this page has asked the member for this picture, or has asked for nothing yet. */
  expects(id: string, slot: "camera" | "screen"): boolean;
}

/** A request as a member was told it, on this connection. */
interface Told {
  readonly connection: Connection;
  readonly request: PictureRequest;
}

/** Heights that are asked for: few, so that members who show a picture alike share an encoder. */
const HEIGHTS = [0, 90, 180, 270, 360, 540, 720, 1080, 1440, 2160];
/** A picture may be shown so much larger than it is sent: nobody sees the difference. */
const STRETCH = 1.1;
/** Cameras up to this height are shown at the lower rate: they are a glance, not a face. */
const GLANCE_HEIGHT = 180;
const RATE = { glance: 15, camera: 30, screen: 15 };
/** A picture that is shown smaller, or not at all, is so for this long before it is told. */
const SHRINK_MS = 700;

/** Opens it before anything was shown: members send everything. */
export function openReception(options: ReceptionOptions): Reception {
  const { later, members, refuses, signal } = options;
  const told = new Map<string, Told>();
  let shown: Readonly<Record<string, ShownHeights>> = {};
  let waiting = false;

  function tellAll(shrinks: boolean): void {
    const before = told.size;
    const ids = members().map(({ peer }) => peer.id);
    for (const id of told.keys()) if (!ids.includes(id)) told.delete(id);
    const changed = members().filter(({ peer }) => tell(peer, shrinks));
    if (changed.length > 0 || told.size !== before) options.changed();
  }

  function tell(peer: Member["peer"], shrinks: boolean): boolean {
    const { id } = peer;
    const connection = peer.connection();
    const heights = shown[id];
    if (connection?.state() !== "connected" || !heights) return false;
    const request = requestFor(heights, refuses(id));
    const known = told.get(id);
    const fresh = known?.connection !== connection;
    if (!fresh && JSON.stringify(known.request) === JSON.stringify(request)) return false;
    if (!fresh && !shrinks && isSmaller(known.request, request)) {
      if (!waiting) later(SHRINK_MS, shrunk, signal);
      waiting = true;
      return false;
    }
    if (!peer.send(request)) return false;
    told.set(id, { connection, request });
    return true;
  }

  function shrunk(): void {
    waiting = false;
    tellAll(true);
  }

  return {
    show(heights) {
      shown = heights;
      tellAll(false);
    },
    look: () => tellAll(false),
    expects: (id, slot) => (told.get(id)?.request[slot].height ?? 1) > 0,
  };
}

function requestFor({ camera, screen }: ShownHeights, chosen: boolean): PictureRequest {
  return {
    type: "want",
    camera: picture(chosen ? 0 : camera, camera > GLANCE_HEIGHT ? RATE.camera : RATE.glance),
    screen: picture(chosen ? 0 : screen, RATE.screen),
    chosen,
  };
}

function picture(height: number, rate: number): ShownPicture {
  const asked = HEIGHTS.find((one) => one * STRETCH >= height) ?? HEIGHTS.at(-1) ?? 0;
  return { height: asked, rate: asked > 0 ? rate : 0 };
}

/** True if nothing of it is larger, and no choice is another: there is time to tell it. */
function isSmaller(before: PictureRequest, now: PictureRequest): boolean {
  return before.chosen === now.chosen && now.camera.height <= before.camera.height &&
    now.screen.height <= before.screen.height;
}
