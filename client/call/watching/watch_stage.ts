import { type AudienceMessage, type ClientMessage, decodeAudience } from "../../../protocol/mod.ts";
import type { Clock } from "../../platform/clock.ts";
import type { ShownHeights } from "../../state/reception.ts";
import { adaptSending, type BandwidthAdapter } from "../bandwidth/adaptation.ts";
import { openReception } from "../bandwidth/reception.ts";
import { readControlMessage } from "../messages/group_control.ts";
import { readWatchingControl } from "../messages/watching_control.ts";
import type { Members } from "../room/members.ts";
import type { Peer } from "../room/peer.ts";
import type { Policy, ReceivedControl } from "../room/policy.ts";
import { assignViewers } from "./assignment.ts";
import { type Avoidance, openAvoidance } from "./avoidance.ts";
import { openWatchedChat, type WatchedChat, type WatchedChatOptions } from "./watched_chat.ts";

/** Options of {@link watchStage}. */
export interface WatchStageOptions {
  /** Id of this page. */
  readonly me: string;
  readonly clock: Pick<Clock, "later" | "elapsed">;
  readonly members: Pick<Members, "ensure" | "get" | "remove" | "list" | "limits">;
  readonly policy: Pick<Policy, "install">;
  /** Sends to the server; false while the socket is not open. */
  readonly report: (message: ClientMessage) => boolean;
  /** Called when the speaker that serves this page invites it to speak. */
  readonly invited: () => void;
  readonly showChat: WatchedChatOptions["show"];
  /** Shows by way of whom this page watches, and how many watch; null: nobody serves it. */
  readonly show: (watched: WatchedBy) => void;
  readonly signal: AbortSignal;
}

/** Server of a viewer, and the audience that it is a part of. */
export interface WatchedBy {
  /** Id of the speaker whose stage is shown; null while there is none. */
  readonly by: string | null;
  readonly viewers: number;
  readonly limit: number;
}

/** A stage that is watched. */
export interface WatchedStage extends Pick<WatchedChat, "say"> {
  /** Takes a frame of the server. */
  hear(frame: unknown): void;
  /** Takes the heights at which the stage is shown. */
  showAt(heights: ShownHeights): void;
}

/** Time for which the stage before may stand while the next one is connected and has no picture. */
const PICTURE_MS = 700;
/** Interval at which the change from one speaker to the next is looked at. */
const LOOK_MS = 250;

/** Watches by way of the speaker that the roster assigns, and of the next one when that has changed. */
export function watchStage(options: WatchStageOptions): WatchedStage {
  const { me, clock: { later, elapsed }, members, policy, signal } = options;
  let assigned: string | null = null;
  /** Speaker whose stage is shown: until the assigned one has a picture, the one before. */
  let by: string | null = null;
  /** Milliseconds at which the assigned speaker was seen connected. */
  let connected: number | null = null;
  let roster: Pick<AudienceMessage, "viewers" | "limit"> = { viewers: [], limit: 0 };
  let heights: ShownHeights = { camera: 0, screen: 0 };
  const avoidance = openAvoidance({ me, elapsed, report: options.report });
  const { reception, adapter } = openWays(options, avoidance);
  const chat = openWatchedChat({
    ...{ me, elapsed },
    speaker: () => [assigned, by].map((id) => members.get(id ?? "")).find(isConnected),
    show: options.showChat,
  });
  policy.install({
    // Nobody but these two is a part of what this page sees.
    rejects: (id) => id !== assigned && id !== by,
    receive: (control) => hearSpeaker(control, { adapter, chat, invited: options.invited }),
  });

  function obey(message: AudienceMessage): void {
    roster = message;
    avoidance.hear(message);
    assigned = assignViewers(message).get(me) ?? null;
    if (assigned) members.ensure(assigned)?.connectIfNeeded();
    look();
  }

  /** Moves on when the assigned speaker has a picture, or the one before is gone. */
  function look(): void {
    const next = assigned ? members.get(assigned) : undefined;
    connected = isConnected(next) ? connected ?? elapsed() : null;
    const isLate = connected !== null && elapsed() - connected >= PICTURE_MS;
    if (by !== assigned && (by === null || !members.get(by) || isLate || hasPicture(next))) {
      const before = by;
      by = assigned;
      if (before) part(before);
    }
    avoidance.look(assigned);
    reception.show(by ? { [by]: heights, ...(assigned ? { [assigned]: heights } : {}) } : {});
    reception.look();
    chat.look();
    options.show({ by, viewers: roster.viewers.length, limit: roster.limit });
  }

  function part(id: string): void {
    members.get(id)?.send({ type: "bye" });
    members.remove(id);
  }

  function tick(): void {
    look();
    later(LOOK_MS, tick, signal);
  }

  tick();
  return {
    hear(frame) {
      if (signal.aborted || typeof frame !== "string") return;
      if (!frame.startsWith('{"type":"audience"')) return;
      const decoded = decodeAudience(frame);
      if (decoded.ok) obey(decoded.message);
    },
    say: chat.say,
    showAt(next) {
      heights = next;
      look();
    },
  };
}

/** Opens what asks for pictures, and measures the ways to speakers. */
function openWays(
  { clock: { later, elapsed }, members, signal }: WatchStageOptions,
  { read }: Pick<Avoidance, "read">,
) {
  const common = { later, members: members.list, signal };
  return {
    reception: openReception({ ...common, refuses: () => false, changed() {} }),
    adapter: adaptSending({
      ...common,
      elapsed,
      setLevels: members.limits.setLevels,
      read: (id, _connection, report) => read(id, report),
    }),
  };
}

const isConnected = (peer: Peer | undefined): boolean =>
  peer?.connection()?.state() === "connected";

/** True once pictures of the stage come in. */
function hasPicture(peer: Peer | undefined): boolean {
  const slots = peer?.pictures()?.slots();
  const { camera = false, screen = false } = peer?.about() ?? {};
  return (camera && slots?.camera.receiver.track.muted === false) ||
    (screen && slots?.screen.receiver.track.muted === false);
}

/** Hears what a speaker measures, its invitation and its chat, and nothing else of what members say. */
function hearSpeaker(
  { by, text }: ReceivedControl,
  { adapter, chat, invited }: {
    readonly adapter: BandwidthAdapter;
    readonly chat: WatchedChat;
    readonly invited: () => void;
  },
): void {
  const told = readWatchingControl(text);
  if (told?.type === "invite") return invited();
  if (told?.type === "viewer-chat" || told?.type === "viewer-line") return chat.receive(told);
  const message = readControlMessage(text);
  if (!message) return;
  if (
    message.type === "bandwidth-probe" || message.type === "bandwidth-report" ||
    message.type === "send-level"
  ) adapter.receive(by, message);
}
