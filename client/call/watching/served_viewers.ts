import type { Clock } from "../../platform/clock.ts";
import { childOf } from "../../platform/child_signal.ts";
import type { SendLevels } from "../../state/diagnostics.ts";
import { openPictureRequests, type PictureRequests } from "../bandwidth/picture_requests.ts";
import { type BandwidthMessage, readControlMessage } from "../messages/group_control.ts";
import {
  readWatchingControl,
  type ViewerHand,
  type ViewerSay,
} from "../messages/watching_control.ts";
import type { Member, StayOptions } from "../room/member.ts";
import { createMembers, type Members } from "../room/members.ts";
import type { Admission, ReceivedControl } from "../room/policy.ts";
import type { StageSending } from "./stage_feed.ts";
import { viewerCaps } from "./viewer_limits.ts";

/** Options of {@link openServedViewers}. */
export interface ServedViewersOptions {
  /** Options of this page's stay among the speakers; those who watch are met in the same way. */
  readonly stay: StayOptions;
  readonly clock: Pick<Clock, "later" | "elapsed">;
  readonly stage: Pick<StageSending, "want" | "sendTo">;
  /** Refuses who is outside of a locked call. */
  readonly rejects: Admission["rejects"];
  /** Takes what a viewer says about the bandwidth between the two. */
  readonly measure: (by: string, message: BandwidthMessage) => void;
  /** Takes a line of a viewer. */
  readonly say: (control: ReceivedControl, message: ViewerSay) => void;
  readonly signal: AbortSignal;
}

/** Viewers that watch by way of this page, each met in a mesh of two. */
export interface ServedViewers {
  has(viewer: string): boolean;
  /** Names of those who are assigned to this page: who is being handed over counts at the next. */
  names(): readonly string[];
  /** Meets a viewer, or connects with it again if that is needed. */
  serve(viewer: string): void;
  /** Keeps those of `mine`; drops at once who is not in `all`, and others after the handover. */
  keep(mine: readonly string[], all: readonly string[]): void;
  /** Takes an envelope of a viewer. */
  receive(...envelope: Parameters<Members["receive"]>): void;
  /** A viewer holds no connection with this page, whatever it looks like from here. */
  reconnect(viewer: string): void;
  members(): readonly Member[];
  setLevels(levels: SendLevels): void;
  /** Those who have raised a hand, and were not invited since. */
  hands(): readonly ViewerHand[];
  /** Invites a viewer to speak whose hand is raised; nobody else is asked. */
  invite(viewer: string): void;
  /** Drops whose handover is over, and sends what the stage is now; to be called every second. */
  look(): void;
}

/** Time for a viewer that is assigned to another page to have its picture from there. */
const HANDOVER_MS = 6000;

/** One viewer. */
interface Served {
  readonly members: Members;
  readonly life: AbortController;
  /** Milliseconds at which it is dropped; null while it is assigned to this page. */
  until: number | null;
  /** It was invited, and its hand is not lowered yet. */
  invited: boolean;
}

/** Begins with nobody; nothing is composed before somebody is served. */
export function openServedViewers(options: ServedViewersOptions): ServedViewers {
  const { stay, clock: { later, elapsed }, rejects, stage, signal } = options;
  const served = new Map<string, Served>();
  const requests = openPictureRequests({ elapsed, later, changed: limit, signal });
  const hear = (control: ReceivedControl) => hearViewer(control, requests.hear, options);
  let levels: SendLevels = { sends: {}, gets: {} };

  function meet(viewer: string): Served {
    const life = childOf(signal);
    const members = createMembers({
      ...stay,
      policy: { rejects: (id) => id !== viewer || rejects(id), receive: hear },
      events: { changed() {}, chat() {}, delivered() {}, toast() {}, alarm() {} },
      signal: life.signal,
    });
    const one: Served = { members, life, until: null, invited: false };
    served.set(viewer, one);
    members.limits.setLevels(levels);
    limit();
    stage.sendTo(members);
    return one;
  }

  function drop(viewer: string): void {
    served.get(viewer)?.life.abort();
    served.delete(viewer);
    requests.forget(viewer);
    stage.want(viewer, false);
  }

  function sendAll(): void {
    for (const { members } of served.values()) stage.sendTo(members);
  }

  function limit(): void {
    for (const [id, { members }] of served) {
      members.limits.limitPictures({ caps: { [id]: viewerCaps(requests.of(id)) }, expected: {} });
    }
  }

  return {
    has: (viewer) => served.has(viewer),
    names: () => namesOf(served),
    serve(viewer) {
      // A locked call takes nobody new: those whom this page serves stay.
      if (!served.has(viewer) && rejects(viewer)) return;
      const one = served.get(viewer) ?? meet(viewer);
      one.until = null;
      one.members.ensure(viewer)?.connectIfNeeded();
      stage.want(viewer, true);
    },
    keep(mine, all) {
      for (const [viewer, one] of served) {
        if (!all.includes(viewer)) drop(viewer);
        else if (!mine.includes(viewer)) one.until ??= elapsed() + HANDOVER_MS;
      }
    },
    receive: (from, envelope, by) => void served.get(from)?.members.receive(from, envelope, by),
    reconnect: (viewer) => served.get(viewer)?.members.ensure(viewer)?.reconnect(),
    members: () => [...served.values()].flatMap(({ members }) => members.list()),
    setLevels(next) {
      levels = next;
      for (const { members } of served.values()) members.limits.setLevels(next);
    },
    hands: () => raisedHands(served),
    invite(viewer) {
      const one = served.get(viewer);
      if (!one || !raisedHands(served).some(({ id }) => id === viewer)) return;
      one.invited = one.members.get(viewer)?.send({ type: "invite" }) ?? false;
    },
    look() {
      for (const [viewer, { until }] of served) {
        if (until !== null && until <= elapsed()) drop(viewer);
      }
      sendAll();
    },
  };
}

/** Names of those who are assigned to this page. */
function namesOf(served: ReadonlyMap<string, Served>): readonly string[] {
  const assigned = [...served].filter(([, { until }]) => until === null);
  return assigned.map(([id, { members }]) => members.get(id)?.about().name ?? "");
}

/** Those assigned to this page who have raised a hand, and were not invited since. */
function raisedHands(served: ReadonlyMap<string, Served>): readonly ViewerHand[] {
  const raised: ViewerHand[] = [];
  for (const [id, one] of served) {
    const { hand = false, name = "" } = one.members.get(id)?.about() ?? {};
    if (!hand) one.invited = false;
    else if (!one.invited && one.until === null) raised.push({ id, name });
  }
  return raised;
}

/** Hears what a viewer shows, measures and says, and nothing else of what members say. */
function hearViewer(
  control: ReceivedControl,
  want: PictureRequests["hear"],
  { measure, say }: Pick<ServedViewersOptions, "measure" | "say">,
): void {
  const { by, text } = control;
  const said = readWatchingControl(text);
  if (said?.type === "viewer-say") return say(control, said);
  const message = readControlMessage(text);
  if (message?.type === "want") return want(by, message);
  if (message?.type === "bandwidth-probe" || message?.type === "bandwidth-report") {
    measure(by, message);
  }
}
