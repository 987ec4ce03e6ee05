import { decodeEndpoint } from "../../../protocol/mod.ts";
import type { Clock } from "../../platform/clock.ts";
import type { StudioView } from "../../state/studio.ts";
import { type EndpointOptions, openEndpoint } from "../endpoint/endpoint.ts";
import { followSocket, type NewestSocket } from "../endpoint/followed_socket.ts";
import { readEndpointControl } from "../messages/endpoint_control.ts";
import type { ReceivedControl } from "../room/policy.ts";
import { openStudioLive } from "./studio_live.ts";
import { openStudioSessions, type StudioSessionsOptions } from "./studio_sessions.ts";

/** Options of {@link startStudio}. */
export interface StudioOptions extends
  Pick<EndpointOptions, "origin" | "members">,
  Pick<
    StudioSessionsOptions,
    "openRtc" | "openShare" | "showShare" | "isSharing" | "play" | "report" | "signal"
  > {
  readonly clock: Pick<Clock, "later" | "now">;
  /** The newest socket to the server. */
  readonly socket: NewestSocket;
  readonly show: (view: Omit<StudioView, "create" | "revoke">) => void;
}

/** The studio of a call. */
export interface Studio extends Pick<StudioView, "create" | "revoke"> {
  receive(control: Pick<ReceivedControl, "by" | "text">): void;
}

/** Milliseconds between two looks at who has to be told of the studio. */
const TELL_MS = 1000;

/** Begins without a studio. */
export function startStudio(options: StudioOptions): Studio {
  const { clock, origin, report, signal, members } = options;
  const { openRtc, isSharing, openShare, showShare, play } = options;
  let refused: StudioView["refused"] = null;
  const live = openStudioLive(members);
  const sessions = openStudioSessions({
    ...{ clock, report, signal, openRtc, isSharing },
    ...{ openShare, showShare, play },
    live(on) {
      live.set(on);
      show();
    },
    isElsewhere: live.isElsewhere,
    judged(reason) {
      refused = reason;
      show();
    },
  });
  const endpoint = openEndpoint({
    ...{ kind: "studio", origin, members, report, signal },
    ended() {
      refused = null;
      sessions.end();
    },
    changed: show,
  });

  function show(): void {
    options.show({ link: endpoint.link, live: live.list(), refused });
  }

  const follow = followSocket(options.socket, hear, signal);

  function hear(frame: string): void {
    // Each welcome is that of a socket that listens nowhere yet.
    if (frame.startsWith('{"type":"welcome"')) endpoint.listen();
    else if (frame.startsWith('{"type":"endpoint-')) {
      const decoded = decodeEndpoint(frame);
      if (decoded.ok && endpoint.link) sessions.receive(decoded.message);
    }
  }

  function tick(): void {
    if (follow()) endpoint.listen();
    endpoint.tell();
    live.tell();
    clock.later(TELL_MS, tick, signal);
  }

  tick();
  return {
    create: endpoint.create,
    revoke: endpoint.revoke,
    receive({ by, text }) {
      const message = readEndpointControl(text);
      if (message?.type === "studio") endpoint.receive(message);
      if (message?.type !== "studio-live") return;
      live.receive(by, message);
      show();
    },
  };
}
