import type { ClientMessage, EndpointMessage, EndpointRefusal } from "../../../protocol/mod.ts";
import type { Clock } from "../../platform/clock.ts";
import type { OpenShare } from "../media/local_screen.ts";
import type { ScreenShare } from "../media/screen_share.ts";
import { type EndpointClient, openEndpointClient } from "../endpoint/endpoint_client.ts";

/** Options of {@link openStudioSessions}. */
export interface StudioSessionsOptions {
  readonly clock: Pick<Clock, "later">;
  /** Opens a connection for a publisher. */
  readonly openRtc: () => Promise<RTCPeerConnection>;
  /** Sends to the server; false when the socket is not open. */
  readonly report: (message: ClientMessage) => boolean;
  /** Opens a share of what a publisher sends. */
  readonly openShare: (
    stream: MediaStream,
    microphone: MediaStreamTrack | null,
    signal: AbortSignal,
    ended: () => void,
  ) => ScreenShare | null;
  /** Shows a share in the place of the own screen; nothing while that is in use. */
  readonly showShare: (open: OpenShare) => void;
  /** Plays the sound of a stream here, until the signal aborts. */
  readonly play: (stream: MediaStream, signal: AbortSignal) => void;
  readonly live: (on: boolean) => void;
  /** True while this page shares its own screen, or asks for one. */
  readonly isSharing: () => boolean;
  /** True while another member sends a publisher on. */
  readonly isElsewhere: () => boolean;
  /** Called after each offer with the reason why this page did not take it, if a person can mend it. */
  readonly judged: (refused: "codec" | "sharing" | null) => void;
  readonly signal: AbortSignal;
}

/** Sessions of publishers with this page, one at a time. */
export interface StudioSessions {
  receive(message: EndpointMessage): void;
  /** Ends the session that there is. */
  end(): void;
}

/** Milliseconds for a lost publisher to come back: FFmpeg answers nothing for 5 s in 20. */
const LOST_MS = 20_000;

/** A publisher whose offer this page has taken. */
interface Session {
  readonly id: string;
  readonly publisher: EndpointClient;
  readonly life: AbortController;
}

/** Opens them; offers are taken until the signal aborts. */
export function openStudioSessions(options: StudioSessionsOptions): StudioSessions {
  const { clock, report, signal } = options;
  let session: Session | null = null;
  signal.addEventListener("abort", () => session?.life.abort(), { once: true });

  function end(of: Session | null = session): void {
    if (!of || of.life.signal.aborted) return;
    of.life.abort();
    report({ type: "client-endpoint-end", session: of.id });
    if (session === of) session = null;
  }

  async function take(offer: Extract<EndpointMessage, { type: "endpoint-offer" }>): Promise<void> {
    const refuse = (code: EndpointRefusal) =>
      void report({ type: "client-endpoint-refuse", session: offer.session, code });
    if (session?.publisher.isLive() || options.isElsewhere()) return refuse("streaming");
    // With a session it is the studio that is shared.
    const sharesScreen = !session && options.isSharing();
    end();
    if (sharesScreen) {
      options.judged("sharing");
      return refuse("sharing");
    }
    const rtc = await options.openRtc().catch(() => null);
    if (!rtc) return refuse("failed");
    if (signal.aborted || session) {
      rtc.close();
      return refuse(session ? "streaming" : "failed");
    }
    const life = new AbortController();
    const publisher = openEndpointClient({
      sdp: offer.sdp,
      address: offer.address,
      rtc,
      later: clock.later,
      lostMs: LOST_MS,
      began: (stream) => showStream(options, stream, { end: () => end(own), life: life.signal }),
      over: () => end(own),
      signal: life.signal,
    });
    const own: Session = { id: offer.session, publisher, life };
    session = own;
    const answer = await publisher.answer;
    options.judged(answer.is === "codec" ? "codec" : null);
    if (answer.is === "answer") {
      return void report({ type: "client-endpoint-answer", session: own.id, sdp: answer.sdp });
    }
    refuse(answer.is);
    life.abort();
    if (session === own) session = null;
  }

  return {
    receive(message) {
      if (message.type === "endpoint-offer") {
        return message.kind === "studio" ? void take(message) : undefined;
      }
      if (session?.id !== message.session) return;
      if (message.type === "endpoint-end") return end();
      session.publisher.addCandidates(message.sdp);
    },
    end: () => end(),
  };
}

/** Sends on what a publisher sends, as a shared screen, until its session ends. */
function showStream(
  { showShare, openShare, play, live }: StudioSessionsOptions,
  stream: MediaStream,
  { end, life }: { readonly end: () => void; readonly life: AbortSignal },
): void {
  let shown = false;
  showShare((microphone, ended) => {
    const share = openShare(stream, microphone, life, ended);
    if (!share) return null;
    shown = true;
    // Moving pictures are to stay fluent.
    share.track.contentHint = "motion";
    life.addEventListener("abort", share.stop, { once: true });
    // To stop sharing is to end the session: the publisher's connection is closed as well.
    return { ...share, stop: end };
  });
  if (!shown) return end();
  play(stream, life);
  live(true);
  life.addEventListener("abort", () => live(false), { once: true });
}
