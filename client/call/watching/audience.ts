import {
  type AudienceMessage,
  type ClientMessage,
  decodeAudience,
  decodeEndpoint,
  type EndpointMessage,
} from "../../../protocol/mod.ts";
import type { AudienceView } from "../../state/audience.ts";
import type { SendLevels } from "../../state/diagnostics.ts";
import { followSocket, type NewestSocket } from "../endpoint/followed_socket.ts";
import type { Member } from "../room/member.ts";
import type { Admission } from "../room/policy.ts";
import { assignViewers } from "./assignment.ts";
import { MAX_SERVED, openCapacity } from "./capacity.ts";
import { openPlayers, type Players, type PlayersOptions } from "./players.ts";
import { openServedNames, type ServedNames } from "./served_names.ts";
import {
  openServedViewers,
  type ServedViewers,
  type ServedViewersOptions,
} from "./served_viewers.ts";
import { openStageSending, type StageSource } from "./stage_feed.ts";
import { openViewerHands, type ViewerHands } from "./viewer_hands.ts";

/** Options of {@link openAudience}. */
export interface AudienceOptions
  extends Omit<ServedViewersOptions, "stage">, Pick<PlayersOptions, "openRtc" | "origin"> {
  readonly stage: StageSource;
  /** Speakers of the call. */
  readonly speakers: () => readonly Member[];
  readonly server: {
    /** The newest socket. */
    readonly socket: NewestSocket;
    /** Sends to the server; false while the socket is not open. */
    report(message: ClientMessage): boolean;
  };
  /** True while this machine is short of time for what it sends. */
  readonly isStrained: () => boolean;
  readonly show: (view: AudienceView | null) => void;
}

/** Those who watch the call by way of this page. */
export interface Audience
  extends Pick<ServedViewers, "members" | "setLevels">, Pick<ServedNames, "receive"> {
  /** Takes an envelope, or a call, if it is of somebody who watches; false for others. */
  takes: Admission["rejects"];
}

/** Name of a player among the viewers: it cannot say one. */
const PLAYER_NAME = "WHEP";
const LOOK_MS = 1000;

/** Opens the audience of a call: offers to serve, and serves those who are assigned to this page. */
export function openAudience(options: AudienceOptions): Audience {
  const { stay, clock, server, speakers, rejects, signal } = options;
  const stage = openStageSending(options.stage, () => served.look(), signal);
  const { measure, origin, openRtc } = options;
  const served = openServedViewers({ stay, clock, stage, rejects, measure, signal });
  const names = openServedNames(speakers, (viewer) => {
    served.invite(viewer);
    show(roster);
  });
  const hands = openViewerHands({
    ...{ served, names, speakers },
    elapsed: clock.elapsed,
    speakerOf: (viewer) => assigned.get(viewer),
  });
  const players = openPlayers({
    ...{ clock, stage, origin, openRtc, signal },
    members: speakers,
    report: server.report,
    refuses: rejects,
    room: () => capacity.room(),
    changed() {
      capacity.offer();
      show(roster);
    },
  });
  const capacity = openCapacity({
    viewers: () => served.names().length,
    players: () => players.count,
    isShort: () => isNarrow || options.isStrained(),
    report: server.report,
  });
  const show = openView(options.show, { served, players, names, hands });
  let roster: AudienceMessage | null = null;
  let assigned: ReadonlyMap<string, string> = new Map();
  /** Viewers that are assigned to this page. */
  let mine: readonly string[] = [];
  let isNarrow = false;

  /** Begins with a socket that knows nothing of this page yet. */
  function introduce(): void {
    capacity.renew();
    players.listen();
  }

  const follow = followSocket(server.socket, (frame) =>
    hearFrame(frame, {
      welcome: introduce,
      endpoint: players.hear,
      audience: obey,
      // Of a viewer that holds no connection with this page, whatever it looks like from here.
      called: (isFrom) => mine.filter(isFrom).forEach(served.reconnect),
    }), signal);

  function obey(message: AudienceMessage): void {
    roster = message;
    assigned = assignViewers(message);
    mine = message.viewers.filter((viewer) => assigned.get(viewer) === stay.me);
    mine.forEach(served.serve);
    served.keep(mine, message.viewers);
    show(roster);
  }

  function look(): void {
    if (follow()) introduce();
    for (const viewer of mine) if (!served.has(viewer)) served.serve(viewer);
    served.look();
    players.tell();
    capacity.offer();
    show(roster);
    clock.later(LOOK_MS, look, signal);
  }

  signal.addEventListener("abort", () => options.show(null), { once: true });
  look();
  return {
    takes(id, envelope) {
      if (!roster?.viewers.includes(id)) return false;
      if (envelope && !rejects(id, envelope)) served.receive(id, envelope);
      return true;
    },
    receive: (control) => names.receive(control) || players.receive(control),
    members: served.members,
    setLevels(levels: SendLevels) {
      isNarrow = Object.keys(levels.sends).length > 0;
      served.setLevels(levels);
    },
  };
}

/** Frames of the server that an audience hears. */
interface FrameEvents {
  welcome(): void;
  endpoint(message: EndpointMessage): void;
  audience(message: AudienceMessage): void;
  /** Somebody calls whom `isFrom` knows. */
  called(isFrom: (id: string) => boolean): void;
}

function hearFrame(frame: string, on: FrameEvents): void {
  if (frame.startsWith('{"type":"welcome"')) on.welcome();
  else if (frame.startsWith('{"type":"endpoint-')) {
    const decoded = decodeEndpoint(frame);
    if (decoded.ok) on.endpoint(decoded.message);
  } else if (frame.startsWith('{"type":"audience"')) {
    const decoded = decodeAudience(frame);
    if (decoded.ok) on.audience(decoded.message);
  } else if (frame.startsWith('{"type":"client-call"')) {
    on.called((id) => frame.includes(`"from":"${id}"`));
  }
}

/** Shows the audience whenever that has changed, and tells the other members how many are served here. */
function openView(
  tell: AudienceOptions["show"],
  { served, players, names, hands }: {
    readonly served: ServedViewers;
    readonly players: Players;
    readonly names: ServedNames;
    readonly hands: ViewerHands;
  },
): (roster: AudienceMessage | null) => void {
  let shown = "";
  return function show(roster) {
    const own = [...served.names(), ...Array<string>(players.count).fill(PLAYER_NAME)];
    names.tell({ names: own, hands: served.hands() });
    const all = [...own, ...names.others()];
    const told = roster ? roster.viewers.length + roster.players : 0;
    // The greater of two numbers: a server that tells of fewer hides nobody who is served.
    const viewers = Math.max(told, all.length);
    if (!roster && viewers === 0) return;
    const limit = roster?.limit ?? viewers;
    const counts = { viewers, limit, each: MAX_SERVED, served: own.length };
    const view = { ...counts, names: all, hands: hands.list(), players: players.view() };
    const text = JSON.stringify(view);
    if (text === shown) return;
    shown = text;
    tell({
      ...view,
      answer(id, invites) {
        hands.answer(id, invites);
        show(roster);
      },
    });
  };
}
