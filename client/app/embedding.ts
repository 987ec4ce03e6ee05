import type { DeviceActions, RoomActions } from "../state/actions.ts";
import type { CallState } from "../state/call_state.ts";
import type { Device } from "../state/device.ts";
import type { Store } from "../state/store.ts";
import {
  EMBEDDING,
  type EmbeddingCommand,
  embeddingCommand,
  type EmbeddingEvent,
  isEmbedding,
} from "./embedding_messages.ts";

/** Window of the page around this one, as far as it is told something. */
export interface EmbeddingWindow {
  postMessage(message: unknown, targetOrigin: string): void;
}

/** Message between windows (WHATWG HTML §9.3), as far as it is judged. */
export interface WindowMessage {
  readonly data: unknown;
  readonly origin: string;
  readonly source: unknown;
}

/** Options of {@link startEmbedding}. */
export interface EmbeddingOptions {
  readonly state: Store<CallState>;
  readonly actions: {
    readonly devices: Pick<DeviceActions, "toggleMic" | "toggleCamera" | "retry">;
    readonly room: Pick<RoomActions, "leave">;
  };
  readonly parent: EmbeddingWindow;
  /** Origins that the server lets frame this page. */
  readonly origins: readonly string[];
  /** Calls back with every message that reaches this window. */
  readonly listen: (hear: (message: WindowMessage) => void, signal: AbortSignal) => void;
  readonly signal: AbortSignal;
}

/** Origins in `frame-ancestors` of a policy (CSP 3 §6.4.2); none for `'none'`. */
export function ancestorsIn(policy: string): readonly string[] {
  const directive = policy.split(";").map((one) => one.trim().split(/\s+/))
    .find(([name]) => name === "frame-ancestors") ?? [];
  return directive.slice(1).filter((one) => /^https?:\/\//.test(one));
}

/**
 * Speaks with the page that shows this one in a frame: tells it what happens in the call, and
 * obeys it in what a button here does as well. Only the parent window is heard, and only from an
 * origin that the server has named.
 */
export function startEmbedding(options: EmbeddingOptions): void {
  const { state, parent, origins, listen, signal } = options;

  function tell(event: EmbeddingEvent): void {
    // The browser delivers to the parent's own origin, and drops the others.
    for (const origin of origins) parent.postMessage({ type: EMBEDDING, ...event }, origin);
  }

  listen(({ data, origin, source }) => {
    if (source !== parent || !origins.includes(origin) || !isEmbedding(data)) return;
    const command = embeddingCommand(data);
    if (!command) tell({ event: "refused", reason: "unknown-command" });
    else if (!obey(command, options)) tell({ event: "refused", reason: "not-in-call" });
  }, signal);

  tell({ event: "ready" });
  let told: readonly EmbeddingEvent[] = [];
  const tellChanges = (now: CallState) => {
    const events = eventsOf(now, told);
    for (const event of events) {
      if (!told.some((before) => same(before, event))) tell(event);
    }
    told = events;
  };
  tellChanges(state.get());
  state.watch(tellChanges, signal);
}

/** Carries a command out; false where it must not be. */
function obey(command: EmbeddingCommand, { state, actions }: EmbeddingOptions): boolean {
  const { screen, me } = state.get();
  if (command.command === "hang-up") {
    if (screen === "call") actions.room.leave();
    return screen === "call";
  }
  // To be silent is always allowed; on the air goes only who has joined.
  if (command.on && screen !== "call") return false;
  switch (command.command) {
    case "microphone":
      turn(me.mic, command.on, actions.devices.toggleMic, () => actions.devices.retry("mic"));
      return true;
    case "camera":
      turn(
        me.camera,
        command.on,
        actions.devices.toggleCamera,
        () => actions.devices.retry("camera"),
      );
      return true;
  }
}

function turn({ is }: Device, on: boolean, toggle: () => void, retry: () => void): void {
  if (on && is === "failed") retry();
  else if (on === (is === "off")) toggle();
}

/** The call as the page around sees it: what is true now, in the order in which it is told. */
function eventsOf(now: CallState, before: readonly EmbeddingEvent[]): readonly EmbeddingEvent[] {
  const { screen, me, participants } = now;
  if (screen === "call") {
    return [
      { event: "joined" },
      { event: "participants", count: participants.length + 1 },
      { event: "microphone", on: me.mic.is === "on" },
      { event: "camera", on: me.camera.is === "on" },
    ];
  }
  const wasThere = before.some(({ event }) => event === "joined" || event === "left");
  return wasThere ? [{ event: "left", reason: reasonOf(now) }] : [];
}

function reasonOf({ signaling }: CallState): "hung-up" | "room-full" | "replaced" {
  if (signaling === "room_full") return "room-full";
  return signaling === "replaced" ? "replaced" : "hung-up";
}

function same(a: EmbeddingEvent, b: EmbeddingEvent): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
