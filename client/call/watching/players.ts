import type { EndpointMessage, EndpointRefusal } from "../../../protocol/mod.ts";
import type { Clock } from "../../platform/clock.ts";
import { childOf } from "../../platform/child_signal.ts";
import type { EndpointView } from "../../state/endpoint.ts";
import { type EndpointOptions, openEndpoint } from "../endpoint/endpoint.ts";
import { type EndpointClient, openEndpointClient } from "../endpoint/endpoint_client.ts";
import { applyLimit } from "../media/encodings.ts";
import { readEndpointControl } from "../messages/endpoint_control.ts";
import type { ReceivedControl } from "../room/policy.ts";
import type { StageFeed, StageSending } from "./stage_feed.ts";
import { PLAYER_LIMITS } from "./viewer_limits.ts";

/** Options of {@link openPlayers}. */
export interface PlayersOptions
  extends Pick<EndpointOptions, "origin" | "members" | "report" | "signal"> {
  readonly clock: Pick<Clock, "later">;
  /** Opens a connection for a player. */
  readonly openRtc: () => Promise<RTCPeerConnection>;
  readonly stage: Pick<StageSending, "want" | "feed">;
  /** True for a stranger while the call is locked. */
  readonly refuses: (session: string) => boolean;
  /** Number of players that this page can take now. */
  readonly room: () => number;
  /** Called when the link is another, or the number of players. */
  readonly changed: () => void;
}

/** Players that watch by way of this page (WHEP). */
export interface Players {
  view(): EndpointView;
  readonly count: number;
  /** Takes a message about the endpoint; false for others. */
  receive(control: Pick<ReceivedControl, "text">): boolean;
  /** Takes what the server says about clients of endpoints. */
  hear(message: EndpointMessage): void;
  /** Listens by a socket that listens nowhere yet. */
  listen(): void;
  /** Tells each member of the endpoint, once a connection. */
  tell(): void;
}

/** Milliseconds for a lost player to come back: it may ask anew at any time. */
const LOST_MS = 5000;

/** One player. */
interface Player {
  readonly life: AbortController;
  readonly client: EndpointClient;
}

type Offer = Extract<EndpointMessage, { type: "endpoint-offer" }>;

/** Begins with no endpoint for players. */
export function openPlayers(options: PlayersOptions): Players {
  const { report, signal, changed, stage } = options;
  /** Players by session; null while one is about to be answered. */
  const players = new Map<string, Player | null>();
  const endpoint = openEndpoint({
    kind: "watch",
    origin: options.origin,
    members: options.members,
    report,
    ended: () => [...players.keys()].forEach(end),
    changed,
    signal,
  });

  function drop(session: string): boolean {
    const player = players.get(session);
    if (!players.delete(session)) return false;
    player?.life.abort();
    stage.want(session, false);
    changed();
    return true;
  }

  function end(session: string): void {
    if (drop(session)) report({ type: "client-endpoint-end", session });
  }

  async function take(offer: Offer): Promise<void> {
    const { session } = offer;
    const refuse = (code: EndpointRefusal) => {
      drop(session);
      report({ type: "client-endpoint-refuse", session, code });
    };
    if (options.refuses(session)) return refuse("locked");
    if (options.room() <= 0) return refuse("full");
    players.set(session, null);
    stage.want(session, true);
    changed();
    const [rtc, feed] = await Promise.all([
      options.openRtc().catch(() => null),
      stage.feed(),
    ]);
    if (!rtc || !feed || signal.aborted || !players.has(session)) {
      rtc?.close();
      return refuse("failed");
    }
    const player = openPlayer(options, { offer, rtc, feed, over: () => end(session) });
    players.set(session, player);
    const answer = await player.client.answer;
    if (!players.has(session)) return;
    if (answer.is !== "answer") return refuse(answer.is);
    report({ type: "client-endpoint-answer", session, sdp: answer.sdp });
  }

  return {
    view: () => ({ link: endpoint.link, create: endpoint.create, revoke: endpoint.revoke }),
    get count() {
      return players.size;
    },
    receive({ text }) {
      if (!text.startsWith('{"type":"players"')) return false;
      const message = readEndpointControl(text);
      if (message?.type === "players") endpoint.receive(message);
      return true;
    },
    hear(message) {
      switch (message.type) {
        case "endpoint-offer":
          return message.kind === "watch" && endpoint.link ? void take(message) : undefined;
        case "endpoint-candidate":
          return players.get(message.session)?.client.addCandidates(message.sdp);
        case "endpoint-end":
          return void drop(message.session);
      }
    },
    listen: endpoint.listen,
    tell: endpoint.tell,
  };
}

/** Answers a player's offer with the stage. */
function openPlayer(
  { clock, signal }: PlayersOptions,
  { offer, rtc, feed, over }: {
    readonly offer: Offer;
    readonly rtc: RTCPeerConnection;
    readonly feed: StageFeed;
    readonly over: () => void;
  },
): Player {
  const life = childOf(signal);
  const client = openEndpointClient({
    sdp: offer.sdp,
    address: offer.address,
    rtc,
    later: clock.later,
    lostMs: LOST_MS,
    send: () => sendStage(rtc, feed),
    began: () => limitStage(rtc, feed),
    over,
    signal: life.signal,
  });
  return { life, client };
}

/** Puts the stage into the m-lines that the player has offered. */
async function sendStage(rtc: RTCPeerConnection, { picture, sound }: StageFeed): Promise<void> {
  // Of one stream, so that a player shows both, and keeps them in step.
  const stream = new MediaStream([picture, sound]);
  await Promise.all(
    rtc.getTransceivers().map((transceiver) => {
      const { sender, receiver } = transceiver;
      transceiver.direction = "sendonly";
      sender.setStreams(stream);
      return sender.replaceTrack(receiver.track.kind === "audio" ? sound : picture);
    }),
  );
}

function limitStage(rtc: RTCPeerConnection, { picture, sound }: StageFeed): void {
  for (const { sender } of rtc.getTransceivers()) {
    if (sender.track === picture) void applyLimit(sender, "camera", picture, PLAYER_LIMITS.picture);
    if (sender.track === sound) void applyLimit(sender, "mic", sound, PLAYER_LIMITS.sound);
  }
}
