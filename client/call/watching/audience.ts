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
import { openAudienceView } from "./audience_view.ts";
import { openCapacity } from "./capacity.ts";
import { openPlayers, type Players, type PlayersOptions } from "./players.ts";
import { openServedNames, type ServedNames } from "./served_names.ts";
import {
  openServedViewers,
  type ServedViewers,
  type ServedViewersOptions,
} from "./served_viewers.ts";
import { openServingLoad, type ServingLoad } from "./serving_load.ts";
import { openStageSending, type StageSending, type StageSource } from "./stage_feed.ts";
import { openViewerChat, type ViewerChatLines } from "./viewer_chat.ts";
import { openViewerHands } from "./viewer_hands.ts";

/** Options of {@link openAudience}. */
export interface AudienceOptions
  extends Omit<ServedViewersOptions, "stage" | "say">, Pick<PlayersOptions, "openRtc" | "origin"> {
  readonly stage: StageSource;
  /** Speakers of the call. */
  readonly speakers: () => readonly Member[];
  readonly server: {
    /** The newest socket. */
    readonly socket: NewestSocket;
    /** Sends to the server; false while the socket is not open. */
    report(message: ClientMessage): boolean;
  };
  readonly chat: ViewerChatLines;
  readonly show: (view: AudienceView | null) => void;
}

/** Those who watch the call by way of this page. */
export interface Audience
  extends
    Pick<ServedViewers, "members" | "setLevels">,
    Pick<ServingLoad, "read">,
    Pick<ServedNames, "receive"> {
  /** Takes an envelope, or a call, if it is of somebody who watches; false for others. */
  takes: Admission["rejects"];
}

const LOOK_MS = 1000;

/** Opens the audience of a call: offers to serve, and serves those who are assigned to this page. */
export function openAudience(options: AudienceOptions): Audience {
  const { clock, server, rejects, signal } = options;
  const stage = openStageSending(options.stage, () => served.look(), signal);
  const { stay, measure } = options;
  const served = openServedViewers({
    ...{ stay, clock, stage, rejects, measure, signal },
    say: (control, message) => talk.chat.hear(control, message),
  });
  const talk = openTalk(options, {
    served,
    speakerOf: (viewer) => assigned.get(viewer),
    changed: () => show(roster),
  });
  const players = openOwnPlayers(options, stage, {
    room: () => capacity.room(),
    changed() {
      capacity.offer();
      show(roster);
    },
  });
  const capacity = openOwnCapacity(options, { served, players });
  const show = openAudienceView(options.show, { served, players, ...talk });
  let roster: AudienceMessage | null = null;
  let assigned: ReadonlyMap<string, string> = new Map();
  /** Viewers that are assigned to this page. */
  let mine: readonly string[] = [];

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
    talk.chat.tell();
    capacity.look();
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
    receive: (control) => talk.receive(control) || players.receive(control),
    read: capacity.read,
    members: served.members,
    setLevels(levels: SendLevels) {
      capacity.setLevels(levels);
      served.setLevels(levels);
    },
  };
}

/** Opens the players that watch by way of this page. */
function openOwnPlayers(
  { clock, origin, openRtc, speakers, server, rejects, signal }: AudienceOptions,
  stage: StageSending,
  { room, changed }: Pick<PlayersOptions, "room" | "changed">,
): Players {
  return openPlayers({
    ...{ clock, stage, origin, openRtc, room, changed, signal },
    members: speakers,
    report: server.report,
    refuses: rejects,
  });
}

/** Opens the capacity of this page by what it sends to members and viewers. */
function openOwnCapacity(
  { clock: { elapsed }, stage: { loader, state }, speakers, server }: AudienceOptions,
  { served, players }: { readonly served: ServedViewers; readonly players: Players },
) {
  const load = openServingLoad({ elapsed, cores: loader.cores });
  let isNarrow = false;
  const { room, offer, renew, look } = openCapacity({
    viewers: () => served.names().length,
    players: () => players.count,
    isShort: () => isNarrow || (state.get().reception?.strained ?? false),
    elapsed,
    report: server.report,
  });
  return {
    ...{ room, offer, renew },
    read: load.read,
    look: () => look(load.look({ members: idsOf(speakers()), viewers: idsOf(served.members()) })),
    setLevels: ({ sends }: SendLevels) => isNarrow = Object.keys(sends).length > 0,
  };
}

const idsOf = (members: readonly Member[]) => members.map(({ peer }) => peer.id);

/** Opens what members and viewers say to each other: names, hands, and the chat. */
function openTalk(
  { stay, clock, speakers, chat: lines, signal }: AudienceOptions,
  { served, speakerOf, changed }: {
    readonly served: ServedViewers;
    readonly speakerOf: (viewer: string) => string | undefined;
    readonly changed: () => void;
  },
) {
  const { elapsed } = clock;
  const names = openServedNames(speakers, (viewer) => {
    served.invite(viewer);
    changed();
  });
  const hands = openViewerHands({ served, names, speakers, speakerOf, elapsed });
  const chat = openViewerChat({
    ...{ speakers, elapsed, changed, signal },
    me: stay.me,
    now: stay.clock.now,
    viewers: served.members,
    chat: lines,
  });
  const receive: Audience["receive"] = (control) => names.receive(control) || chat.receive(control);
  return { names, hands, chat, receive };
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
