import { random } from "../security/base64url.ts";
import type { Later } from "../../platform/clock.ts";
import type { Candidates, SessionInfo } from "../messages/negotiation.ts";
import type { Sending } from "../media/encodings.ts";
import type { Slots } from "../media/slots.ts";
import { sendCandidates } from "./local_candidates.ts";
import { type CertificateCheck, checkCertificate } from "./remote_certificate.ts";
import { createSender } from "./sender.ts";
import { addTransceivers, adoptTransceivers } from "./transceivers.ts";

/** Events of a connection. */
export interface ConnectionEvents {
  state(): void;
  /** Candidates found after the description was handed out, several at once. */
  candidates(found: Candidates["candidates"]): void;
  channel(open: boolean): void;
  message(text: string): void;
  /** Another certificate was shown than the partner has announced. */
  impostor(): void;
}

/** The page that is to be at the other end, as its description says. */
export interface Partner {
  readonly sessionInfo: SessionInfo;
  readonly commit: string;
}

/** One RTCPeerConnection, its three m-lines and its data channel. Never renegotiated. */
export interface Connection {
  /** Names this connection on both sides; chosen by the offerer. */
  readonly id: string;
  readonly rtc: RTCPeerConnection;
  /** This side's part of the SAS, told when the other side cannot change its own any more. */
  readonly secret: string;
  /** As the browser sees it, but "connected" only when the partner has shown its certificate. */
  state(): RTCPeerConnectionState;
  partner(): Partner | null;
  /** Names the page that has to be at the other end; without one it is never connected. */
  expect(partner: Partner): void;
  slots(): Slots | null;
  listen(events: ConnectionEvents): void;
  /** Makes the offer and begins to gather, ahead of {@link offer}. */
  prepare(): Promise<void>;
  /** The offer with the candidates found so far, the same each time. Rejects when the browser refuses. */
  offer(): Promise<string>;
  answer(sdp: string): Promise<string>;
  accept(sdp: string): Promise<void>;
  add(candidates: Candidates["candidates"]): Promise<void>;
  /** Sends these tracks within these limits from now on; the same again writes only what is missing. */
  applySending(sending: Sending): void;
  /** False when the channel is not open, or takes no more. */
  send(text: string): boolean;
  close(): void;
}

/** Options of {@link openConnection}. */
export interface ConnectionOptions {
  /** A fresh one that bundles all (`bundlePolicy: "max-bundle"`). */
  readonly rtc: RTCPeerConnection;
  readonly later: Later;
  /** The fingerprints of the certificates shown; none: not yet. Null: the browser cannot tell. */
  readonly presented: (rtc: RTCPeerConnection) => Promise<readonly string[] | null>;
  /** Given by the offer when this page answers. */
  readonly id?: string;
}

/** Time after connecting in which the picture stays small: the first frame is to be there soon. */
const FIRST_PICTURE_MS = 800;

/** Opens a connection; `id` in the options makes it the answering side. */
export function openConnection(options: ConnectionOptions): Connection {
  const { rtc, later, presented } = options;
  const life = new AbortController();
  const { signal } = life;
  const channel = rtc.createDataChannel("members", { negotiated: true, id: 0 });
  const sender = createSender(rtc, options.id ? null : addTransceivers(rtc));
  const whileOpen = openUntil(signal);
  let events: ConnectionEvents | null = null;
  let offered: Promise<string> | null = null;
  let prepared: Promise<void> | null = null;
  let partner: Partner | null = null;

  const certificate = checkCertificate({
    rtc,
    later,
    presented,
    expected: () => partner?.sessionInfo.fingerprint ?? null,
    onProven: () => later(FIRST_PICTURE_MS, sender.endFirstPicture, signal),
    onState: () => events?.state(),
    onImpostor: () => events?.impostor(),
    signal,
  });
  listenTo(channel, certificate, () => events, signal);
  const send = (found: Candidates["candidates"]) => events?.candidates(found);
  const local = sendCandidates({ rtc, later, send, signal });
  const remote = receiveCandidates(rtc, whileOpen);

  const prepare = () =>
    prepared ??= describe(rtc, rtc.createOffer()).then(({ applied }) => applied);
  async function offer(): Promise<string> {
    await prepare();
    await local.first();
    local.described();
    return rtc.localDescription?.sdp ?? "";
  }

  async function answer(sdp: string): Promise<string> {
    await rtc.setRemoteDescription({ type: "offer", sdp });
    const adopted = sender.adopt(adoptTransceivers(rtc));
    const { sdp: made, applied } = await describe(rtc, rtc.createAnswer());
    // It names no candidates: they follow it.
    local.described();
    // Rejects only when the connection is closing.
    void applied.then(() => {
      certificate.watchTransport();
      return remote.addEarly();
    }).catch(() => {});
    // Before anything is sent: no connection gets more than it carries.
    await adopted;
    // On its way while the browser still sets it, which takes as long as all else together.
    return made;
  }

  return {
    id: options.id ?? random(16),
    rtc,
    secret: random(32),
    state: certificate.state,
    partner: () => partner,
    expect: (who) => void (partner = who),
    slots: sender.slots,
    listen: (listener) => void (events = listener),
    prepare,
    offer: () => offered ??= offer(),
    answer: (sdp) => whileOpen(answer(sdp)),
    async accept(sdp) {
      await whileOpen(rtc.setRemoteDescription({ type: "answer", sdp }));
      certificate.watchTransport();
      await remote.addEarly();
    },
    add: remote.add,
    applySending: sender.send,
    send: (text) => trySend(channel, text),
    close() {
      life.abort();
      rtc.close();
    },
  };
}

/** Description of this side on its way into the browser. */
interface Described {
  readonly sdp: string;
  /** Resolves when the browser has set it. */
  readonly applied: Promise<void>;
}

/** Describes this side: it plays stereo, which Chromium only does if it says so (RFC 7587 §6.1). */
async function describe(
  rtc: RTCPeerConnection,
  made: Promise<RTCSessionDescriptionInit>,
): Promise<Described> {
  const { type, sdp: mono = "" } = await made;
  const sdp = mono.replace("minptime=10", "$&;stereo=1");
  // Chromium throws pooled candidates away at an answer, and takes them at a provisional one.
  if (type === "answer" && rtc.getConfiguration().iceCandidatePoolSize) {
    rtc.setLocalDescription({ type: "pranswer", sdp }).catch(() => {});
  }
  // A browser may come to refuse it: in mono rather than not at all.
  const applied = rtc.setLocalDescription({ type, sdp })
    .catch(() => rtc.setLocalDescription({ type, sdp: mono }));
  return { sdp, applied };
}

/** A browser answers nothing any more once it has closed (W3C WebRTC §4.4.1.5); waiting ends. */
function openUntil(signal: AbortSignal): <T>(answer: Promise<T>) => Promise<T> {
  const closed = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("closed")), { once: true });
  });
  closed.catch(() => {});
  return (answer) => Promise.race([answer, closed]);
}

/** Passes on the events of the channel, once there is proof of the other side. */
function listenTo(
  channel: RTCDataChannel,
  { whenProven }: CertificateCheck,
  events: () => ConnectionEvents | null,
  signal: AbortSignal,
): void {
  channel.addEventListener("open", () => whenProven(() => events()?.channel(true)), { signal });
  channel.addEventListener("close", () => whenProven(() => events()?.channel(false)), { signal });
  channel.addEventListener("message", ({ data }) => {
    if (typeof data === "string") whenProven(() => events()?.message(data));
  }, { signal });
}

/** Candidates of the other side: those before its description wait for it. */
function receiveCandidates(
  rtc: RTCPeerConnection,
  whileOpen: <T>(answer: Promise<T>) => Promise<T>,
) {
  const early: Candidates["candidates"][number][] = [];

  async function addOne({ candidate, mid }: Candidates["candidates"][number]): Promise<void> {
    // One bad candidate is the sender's loss; the others may still work.
    await whileOpen(rtc.addIceCandidate({ candidate, sdpMid: mid })).catch(() => {});
  }

  async function add(candidates: Candidates["candidates"]): Promise<void> {
    if (!rtc.remoteDescription) early.push(...candidates);
    else for (const one of candidates) await addOne(one);
  }

  return { add, addEarly: () => add(early.splice(0)) };
}

function trySend(channel: RTCDataChannel, text: string): boolean {
  if (channel.readyState !== "open") return false;
  try {
    channel.send(text);
    return true;
  } catch {
    // OperationError (W3C WebRTC §6.2): no room, or Firefox knows first that they are gone.
    return false;
  }
}

/** Opens a connection; null when the browser refuses, as it does when there are too many. */
export function attempt<C>(open: () => C): C | null {
  try {
    return open();
  } catch {
    return null;
  }
}

/**
 * True if a connection has failed, or has found no address to be reached at (RFC 8839 §5.1), as
 * where there is no network.
 */
export function foundNoNetwork(connection: Connection | null): boolean {
  if (!connection) return false;
  const { rtc } = connection;
  const noAddress = rtc.iceGatheringState === "complete" &&
    !/ udp /i.test(rtc.localDescription?.sdp ?? "");
  return noAddress || connection.state() === "failed";
}

/** True if a connection says that it carries something. */
export function isConnected(connection: Connection | null): boolean {
  return connection?.state() === "connected";
}
