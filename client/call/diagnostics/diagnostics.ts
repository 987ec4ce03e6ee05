import type { ClientMessage } from "../../../protocol/mod.ts";
import { probeTurn, type TurnProbeResult } from "./turn_probe.ts";
import type { Later } from "../../platform/clock.ts";
import type { Member } from "../room/member.ts";
import { countMedia } from "../health/media_health.ts";
import { describePath } from "../health/selected_path.ts";
import type { Diagnostics, Measure, Verdict } from "../../state/diagnostics.ts";
import { createStatsReader } from "../health/stream_stats.ts";
import { SLOTS } from "../media/slots.ts";
import { failureCause, setupClass } from "./failure_cause.ts";

/** Options of {@link startDiagnostics}. */
export interface DiagnosticsOptions {
  readonly createRtc: (config: RTCConfiguration) => RTCPeerConnection;
  readonly later: Later;
  readonly signal: AbortSignal;
  readonly members: () => readonly Member[];
  /** URLs of ICE servers that this browser does not accept. */
  readonly refusedUrls: () => readonly string[];
  /** False when the wire is not open. */
  readonly report: (report: ClientMessage) => boolean;
  /** The person may see this; told anew whenever a reason changes. */
  readonly tell: (insight: Omit<Diagnostics, "sends" | "gets">) => void;
}

interface Notes {
  answered: boolean;
  reached: boolean;
  reported: boolean;
  verdict: Verdict | null;
  looks: number;
}

/** Pairs are looked at this often, in ms. */
const LOOK_EVERY = 1000;
/** Why a pair does not connect is asked anew after so many looks. */
const AGAIN = 15;
/** A pair that is connected and due to bring media has so many looks to bring some. */
const MEDIA = 10;

/** Tells the server how each pair fares, once and without names, and the person why it does not. */
export function startDiagnostics(options: DiagnosticsOptions): void {
  const { later, signal } = options;
  const book = new WeakMap<Member, Notes>();
  const gauge = createStatsReader();
  let relay: Promise<TurnProbeResult> | null = null;
  explain();
  look();

  function look(): void {
    for (const pair of options.members()) void notice(pair);
    later(LOOK_EVERY, look, signal);
  }

  function notesOf(pair: Member): Notes {
    const known = book.get(pair) ??
      { answered: false, reached: false, reported: false, verdict: null, looks: 0 };
    book.set(pair, known);
    return known;
  }

  async function notice(pair: Member): Promise<void> {
    const notes = notesOf(pair);
    const connection = pair.peer.connection();
    // A browser without candidates gives up at once: what the answer said of them stays.
    const { name, mic, camera } = pair.peer.about();
    notes.answered ||= Boolean(connection?.partner() || name || mic || camera);
    notes.reached ||= /^(connected|completed)$/.test(connection?.rtc.iceConnectionState ?? "");
    if (pair.setup !== null) return await connected(pair, notes, pair.setup);
    // Who is away is nobody to connect with.
    if (!pair.late || pair.peer.isAway()) return;
    // Who has to offer and never did leaves this page without a connection.
    if (!connection && notes.answered) return;
    if (notes.looks++ % AGAIN !== 0) return;
    const relay = connection && notes.answered ? await asked(connection.rtc) : "unclear";
    const refused = options.refusedUrls().length > 0;
    const verdict = failureCause({ ...notes, relay, refused });
    if (signal.aborted || pair.setup !== null) return;
    notes.verdict = verdict;
    explain();
    notes.reported ||= options.report({ type: "client-report", path: "none", verdict });
  }

  /** The same relay for all pairs: it is asked once for those who fail together. */
  function asked(rtc: RTCPeerConnection): Promise<TurnProbeResult> {
    const { createRtc: create } = options;
    if (relay) return relay;
    later(LOOK_EVERY * (AGAIN - 1), () => relay = null, signal);
    return relay = probeTurn({ create, config: rtc.getConfiguration(), later, signal });
  }

  async function connected(pair: Member, notes: Notes, setup: number): Promise<void> {
    if (notes.verdict) {
      notes.verdict = null;
      notes.looks = 0;
      explain();
    }
    const rtc = pair.peer.connection()?.rtc;
    if (notes.reported || !rtc) return;
    const [counts, stats] = await Promise.all([countMedia(rtc), rtc.getStats()]).catch(() => []);
    if (!counts || !stats || notes.reported || signal.aborted) return;
    const { mic, camera, screen } = pair.peer.about();
    const came = SLOTS.some((slot) => counts.frames[slot] > 0) || counts.packets.mic > 0;
    if ((mic || camera || screen) && !came && notes.looks++ < MEDIA) return;
    const verdict = came || !(mic || camera || screen) ? "connected" : "no_media";
    const { path = "direct", protocol = "udp" } = describePath(stats) ?? {};
    const fields = { path, protocol, setup: setupClass(setup), verdict } as const;
    notes.reported = options.report({ type: "client-report", ...fields });
  }

  const peerOf = (id: string) => options.members().find(({ peer }) => peer.id === id)?.peer;

  async function measure(id: string): Promise<Measure | null> {
    const connection = peerOf(id)?.connection();
    return connection ? await gauge(connection.rtc) : null;
  }

  function tryAgain(id: string): void {
    peerOf(id)?.reconnect();
  }

  function explain(): void {
    const told = options.members().flatMap((pair): [string, Verdict][] => {
      const { verdict } = notesOf(pair);
      return verdict ? [[pair.peer.id, verdict]] : [];
    });
    const refusedUrls = options.refusedUrls();
    options.tell({ reasons: Object.fromEntries(told), refusedUrls, measure, tryAgain });
  }
}
