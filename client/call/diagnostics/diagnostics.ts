import type { ClientMessage } from "../../../protocol/mod.ts";
import { probeTurn, type TurnProbeResult } from "./turn_probe.ts";
import type { Later } from "../../platform/clock.ts";
import type { Member } from "../room/member.ts";
import { countMedia } from "../health/media_health.ts";
import { describePath } from "../health/selected_path.ts";
import type { Diagnostics, Measure, ShownFrame, Verdict } from "../../state/diagnostics.ts";
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
  /** False when the socket is not open. */
  readonly report: (report: ClientMessage) => boolean;
  /** The person may see this; told anew whenever a reason changes. */
  readonly tell: (diagnostics: Omit<Diagnostics, "sends" | "gets">) => void;
}

interface Notes {
  answered: boolean;
  reached: boolean;
  reported: boolean;
  verdict: Verdict | null;
  looks: number;
}

/** Time between two looks at all members. */
const LOOK_MS = 1000;
/** Looks after which the cause of a failure is sought anew. */
const LOOKS_PER_CAUSE = 15;
/** Looks within which a connected member that says it sends media has to bring some. */
const LOOKS_FOR_MEDIA = 10;

/** Reports the outcome of each pair to the server, without names, and causes of failure to the person. */
export function startDiagnostics(options: DiagnosticsOptions): void {
  const { later, signal } = options;
  const notesByMember = new WeakMap<Member, Notes>();
  const readStats = createStatsReader();
  const probe = shareProbe(options);
  explain();
  look();

  function look(): void {
    for (const member of options.members()) void notice(member);
    later(LOOK_MS, look, signal);
  }

  function notesOf(member: Member): Notes {
    const known = notesByMember.get(member) ?? newNotes();
    notesByMember.set(member, known);
    return known;
  }

  async function notice(member: Member): Promise<void> {
    const notes = notesOf(member);
    const connection = member.peer.connection();
    // A browser without candidates gives up at once: what the answer said of them stays.
    const { name, mic, camera } = member.peer.about();
    notes.answered ||= Boolean(connection?.partner() || name || mic || camera);
    notes.reached ||= /^(connected|completed)$/.test(connection?.rtc.iceConnectionState ?? "");
    if (member.setup !== null) return await connected(member, notes, member.setup);
    // A member that is away is nobody to connect with.
    if (!member.late || member.peer.presence() === "away") return;
    // A member that has to offer and never did leaves this page without a connection.
    if (!connection && notes.answered) return;
    if (notes.looks++ % LOOKS_PER_CAUSE !== 0) return;
    const relay = connection && notes.answered ? await probe(connection.rtc) : "unclear";
    const refused = options.refusedUrls().length > 0;
    const verdict = failureCause({ ...notes, relay, refused });
    if (signal.aborted || member.setup !== null) return;
    notes.verdict = verdict;
    explain();
    notes.reported ||= options.report({ type: "client-report", path: "none", verdict });
  }

  async function connected(member: Member, notes: Notes, setup: number): Promise<void> {
    if (notes.verdict) {
      notes.verdict = null;
      notes.looks = 0;
      explain();
    }
    const rtc = member.peer.connection()?.rtc;
    if (notes.reported || !rtc) return;
    const [counts, stats] = await Promise.all([countMedia(rtc), rtc.getStats()]).catch(() => []);
    if (!counts || !stats || notes.reported || signal.aborted) return;
    const { mic, camera, screen } = member.peer.about();
    const came = SLOTS.some((slot) => counts.frames[slot] > 0) || counts.packets.mic > 0;
    if ((mic || camera || screen) && !came && notes.looks++ < LOOKS_FOR_MEDIA) return;
    const verdict = came || !(mic || camera || screen) ? "connected" : "no_media";
    const { path = "direct", protocol = "udp" } = describePath(stats) ?? {};
    const fields = { path, protocol, setup: setupClass(setup), verdict } as const;
    notes.reported = options.report({ type: "client-report", ...fields });
  }

  const peerOf = (id: string) => options.members().find(({ peer }) => peer.id === id)?.peer;

  async function measure(id: string, frames?: readonly ShownFrame[]): Promise<Measure | null> {
    const connection = peerOf(id)?.connection();
    return connection ? await readStats(connection.rtc, frames) : null;
  }

  function tryAgain(id: string): void {
    peerOf(id)?.reconnect();
  }

  function explain(): void {
    const told = options.members().flatMap((member): [string, Verdict][] => {
      const { verdict } = notesOf(member);
      return verdict ? [[member.peer.id, verdict]] : [];
    });
    const refusedUrls = options.refusedUrls();
    options.tell({ reasons: Object.fromEntries(told), refusedUrls, measure, tryAgain });
  }
}

function newNotes(): Notes {
  return { answered: false, reached: false, reported: false, verdict: null, looks: 0 };
}

/** Probes the relay, which is the same for all members, once for those that fail together. */
function shareProbe({ createRtc: create, later, signal }: DiagnosticsOptions) {
  let probe: Promise<TurnProbeResult> | null = null;
  return (rtc: RTCPeerConnection): Promise<TurnProbeResult> => {
    if (probe) return probe;
    later(LOOK_MS * (LOOKS_PER_CAUSE - 1), () => probe = null, signal);
    return probe = probeTurn({ create, config: rtc.getConfiguration(), later, signal });
  };
}
