import type { Device, MediaProblem } from "../../state/device.ts";

/** A microphone or a camera that is open. */
export interface Source {
  readonly deviceId: string;
  /** The system lets nothing through (W3C Media Capture §4.3.1, "muted"). */
  readonly muted: boolean;
  /** It was muted while nobody saw the page, as phones do it in the background. */
  readonly mutedHidden: boolean;
}

/** A request for a device, and what becomes of it. */
export interface Opening {
  readonly is: "opening";
  readonly request: number;
  readonly deviceId: string;
  /** The choice at the time of the request. */
  readonly chosen: string;
  readonly cause: "wish" | "loss" | "return" | "restart";
  /** Stays open until the other one is there. */
  readonly source: Source | null;
  /** It is opened for a microphone that is off, which stays open so that it is on at once. */
  readonly spare: boolean;
  /** The device that worked, and the choice, before another was chosen. */
  readonly former: { readonly deviceId: string; readonly chosen: string } | null;
}

/** One kind of local device: the wishes of the person, and how it stands. */
export interface DeviceState {
  /** The last wish: on or off. */
  readonly wanted: boolean;
  /** The id of the chosen device; empty for any. */
  readonly chosen: string;
  /** The chosen device is gone, and is taken again when it is back. */
  readonly away: boolean;
  /** Nobody sees the page: nothing is opened by itself. */
  readonly hidden: boolean;
  /** The list that came while a device was opening; it is obeyed once that has ended. */
  readonly missed: DeviceList | null;
  /** The ids with which a device was last opened again by itself: once with each list. */
  readonly tried: string | null;
  /** The number of the latest request. */
  readonly requests: number;
  readonly phase:
    | { readonly is: "closed" }
    | Opening
    | { readonly is: "open"; readonly source: Source }
    /** Gone while it was wanted; it is opened again when the page or the device is back. */
    | { readonly is: "lost"; readonly deviceId: string }
    | { readonly is: "failed"; readonly why: MediaProblem };
}

/** The devices that there are now, and the chosen one among them, whose id may be new. */
export interface DeviceList {
  readonly ids: readonly string[];
  readonly chosen: string | null;
}

/** Event of a device. */
export type DeviceEvent =
  | { readonly is: "wish"; readonly on: boolean }
  | { readonly is: "retry" }
  /** It is to be opened once more, in another way. */
  | { readonly is: "restart" }
  | { readonly is: "choose"; readonly deviceId: string }
  /** `muted`: the system lets nothing through from the beginning. */
  | {
    readonly is: "opened";
    readonly request: number;
    readonly deviceId: string;
    readonly muted: boolean;
  }
  | { readonly is: "refused"; readonly request: number; readonly why: MediaProblem }
  /** `hidden`: nobody saw the page when the system muted it. */
  | { readonly is: "muted"; readonly hidden: boolean }
  | { readonly is: "unmuted" }
  | { readonly is: "ended" }
  | { readonly is: "listed" } & DeviceList
  | { readonly is: "page"; readonly hidden: boolean }
  /** The page has been back for a while. */
  | { readonly is: "waited" };

/** Effect to be carried out; several are, in this order. */
export type DeviceEffect =
  | { readonly do: "open"; readonly request: number; readonly deviceId: string }
  /** The track that has just been opened takes the place of the one before, or is stopped. */
  | { readonly do: "take" | "drop" }
  /** The track in use is stopped. */
  | { readonly do: "close" }
  | { readonly do: "enable"; readonly on: boolean }
  | { readonly do: "wait" }
  | { readonly do: "say"; readonly what: "lost" | "back" | "refused" };

/** Nothing is open, and nothing asked for. */
export const CLOSED = { is: "closed" } as const;

/** A device that nobody has asked for yet. */
export function idleDevice(chosen: string, hidden: boolean): DeviceState {
  return {
    wanted: false,
    chosen,
    away: false,
    hidden,
    missed: null,
    tried: null,
    requests: 0,
    phase: CLOSED,
  };
}

/** The situation of the device, as it is shown. */
export function deviceOf({ wanted, phase }: DeviceState): Device {
  const source = sourceOf(phase);
  if (source && wanted) {
    return { is: source.muted ? "muted" : "on", deviceId: source.deviceId };
  }
  switch (phase.is) {
    case "opening":
      return wanted ? { is: "starting" } : { is: "off" };
    case "failed":
      return { is: "failed", why: phase.why };
    case "lost":
      return { is: "lost" };
    case "open":
    case "closed":
      return { is: "off" };
  }
}

/** The id of the device in use, or about to be; null when none is. */
export function deviceInUse({ phase }: DeviceState): string | null {
  const source = sourceOf(phase);
  return source ? source.deviceId : phase.is === "opening" ? phase.deviceId : null;
}

/** The source that is open, whatever is under way. */
export function sourceOf(phase: DeviceState["phase"]): Source | null {
  return phase.is === "open" || phase.is === "opening" ? phase.source : null;
}
