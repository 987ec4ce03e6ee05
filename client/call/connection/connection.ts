import { random } from "../security/base64url.ts";
import type { Later } from "../../platform/clock.ts";
import { type Candidates, MAX_CANDIDATES, type SessionInfo } from "../messages/negotiation.ts";
import { applyLimits, firstPicture, limitsFor, type Sending } from "../media/encodings.ts";
import { SLOTS, type Slots } from "../media/slots.ts";
import { addTransceivers, adoptTransceivers } from "./transceivers.ts";

/** What a connection tells whoever holds it. */
export interface ConnectionEvents {
  state(): void;
  /** Candidates found after the description was handed out, several at once. */
  candidates(found: Candidates["candidates"]): void;
  channel(open: boolean): void;
  message(text: string): void;
  /** Another certificate was shown than the partner has announced: there is proof of it. */
  impostor(): void;
}

/** Who is to be at the other end: what their description said. */
export interface Partner {
  readonly sessionInfo: SessionInfo;
  readonly commit: string;
}

/** One RTCPeerConnection, its three m-lines and its data channel. Never renegotiated. */
export interface Connection {
  /** Names this connection on both sides; chosen by the offerer. */
  readonly id: string;
  readonly rtc: RTCPeerConnection;
  /** This side's part of the code, told when the other side cannot change its own any more. */
  readonly secret: string;
  /** As the browser sees it, but "connected" only when the partner has shown its certificate. */
  state(): RTCPeerConnectionState;
  partner(): Partner | null;
  /** Names who has to be at the other end; without one it is never connected. */
  expect(partner: Partner): void;
  slots(): Slots | null;
  listen(events: ConnectionEvents): void;
  /** Makes the offer and begins to gather, ahead of {@link offer}. */
  prepare(): Promise<void>;
  /** The offer with the candidates found so far. Rejects when the browser refuses. */
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

export interface ConnectionOptions {
  readonly create: (config: RTCConfiguration) => RTCPeerConnection;
  readonly config: RTCConfiguration;
  readonly later: Later;
  /** The fingerprints of the certificates shown; none: not yet. Null: the browser cannot tell. */
  readonly presented: (rtc: RTCPeerConnection) => Promise<readonly string[] | null>;
  /** Given by the offer when this page answers. */
  readonly id?: string;
}

/** Candidates wait this long for company, in ms, or until there are no more. */
const BATCH = { near: 500, far: 50 };
/** An offer waits at most this long for its first candidate, in ms. */
const FIRST = 50;
/** A browser that does not know the certificate yet is asked again after this, in ms. */
const AGAIN = 20;
/** What is said on the channel before its speaker is known is kept, up to so many lines. */
const UNPROVEN = 100;
/** Once connected the picture stays small for this long: the first frame is to be there soon. */
const FIRST_PICTURE_MS = 1500;

/** Opens a connection; `id` in the options makes it the answering side. */
export function openConnection(options: ConnectionOptions): Connection {
  const rtc = options.create({ ...options.config, bundlePolicy: "max-bundle" });
  const life = new AbortController();
  const heard = { signal: life.signal };
  const channel = rtc.createDataChannel("members", { negotiated: true, id: 0 });
  const waiting: Candidates["candidates"][number][] = [];
  const early: Candidates["candidates"][number][] = [];
  let slots = options.id ? null : addTransceivers(rtc);
  let sending: Sending = {
    tracks: { mic: null, camera: null, screen: null },
    limits: limitsFor(1, "full"),
  };
  let begun = false;
  let events: ConnectionEvents | null = null;
  let prepared: Promise<void> | null = null;
  let described = false;
  let partner: Partner | null = null;
  let proven = false;
  const held: (() => void)[] = [];
  const closed = new Promise<never>((_, reject) => {
    life.signal.addEventListener("abort", () => reject(new Error("closed")), { once: true });
  });
  closed.catch(() => {});

  rtc.addEventListener("connectionstatechange", () => {
    if (rtc.connectionState === "connected" && !proven) return void prove();
    events?.state();
  }, heard);
  channel.addEventListener("open", () => believe(() => events?.channel(true)), heard);
  channel.addEventListener("close", () => believe(() => events?.channel(false)), heard);
  channel.addEventListener("message", ({ data }) => {
    if (typeof data === "string") believe(() => events?.message(data));
  }, heard);
  rtc.addEventListener("icecandidate", ({ candidate }) => {
    // Before the description is handed out, its SDP carries them.
    if (!described || !candidate?.candidate) return;
    waiting.push({ candidate: candidate.candidate, mid: candidate.sdpMid ?? "0" });
    // One in the offer is enough to find each other nearby; what a server told is urgent.
    const batch = candidate.type === "host" ? BATCH.near : BATCH.far;
    options.later(batch, flush, life.signal);
  }, heard);
  rtc.addEventListener("icegatheringstatechange", () => {
    if (rtc.iceGatheringState === "complete") flush();
  }, heard);

  /** A browser answers nothing any more once it has closed (W3C WebRTC §4.4.1.5); waiting ends. */
  function whileOpen<T>(answer: Promise<T>): Promise<T> {
    return Promise.race([answer, closed]);
  }

  function believe(said: () => void): void {
    if (proven) said();
    else if (held.length < UNPROVEN) held.push(said);
  }

  /**
   * Has the transport say that the other side has shown another certificate (W3C WebRTC §5.5.2). That
   * DTLS has failed proves nothing: so it says, too, where a network swallows its packets.
   */
  function watchDtls(): void {
    rtc.sctp?.transport.addEventListener("error", ({ error }) => {
      if (error.errorDetail === "fingerprint-failure" && !proven) events?.impostor();
    }, heard);
  }

  async function prove(): Promise<void> {
    const shown = await options.presented(rtc);
    if (life.signal.aborted || proven) return;
    if (rtc.connectionState !== "connected") return;
    if (shown?.length === 0) return options.later(AGAIN, () => void prove(), life.signal);
    if (!partner) return;
    const { fingerprint } = partner.sessionInfo;
    if (shown?.some((one) => one !== fingerprint)) return events?.impostor();
    proven = true;
    options.later(FIRST_PICTURE_MS, () => {
      begun = true;
      void apply();
    }, life.signal);
    events?.state();
    for (const said of held.splice(0)) said();
  }

  function prepare(): Promise<void> {
    prepared ??= rtc.setLocalDescription();
    return prepared;
  }

  function firstCandidate(): Promise<void> {
    if (/^a=candidate/m.test(rtc.localDescription?.sdp ?? "")) return Promise.resolve();
    return new Promise((resolve) => {
      rtc.addEventListener("icecandidate", () => resolve(), { ...heard, once: true });
      options.later(FIRST, resolve, life.signal);
    });
  }

  function handOut(): string {
    described = true;
    return rtc.localDescription?.sdp ?? "";
  }

  function flush(): void {
    while (waiting.length > 0) events?.candidates(waiting.splice(0, MAX_CANDIDATES));
  }

  async function answer(sdp: string): Promise<string> {
    await rtc.setRemoteDescription({ type: "offer", sdp });
    slots = adoptTransceivers(rtc);
    // Before anything is sent: nobody's way gets more than it carries.
    await apply();
    await rtc.setLocalDescription(await rtc.createAnswer());
    watchDtls();
    await addEarly();
    return handOut();
  }

  async function apply(): Promise<void> {
    if (!slots || rtc.signalingState === "closed") return;
    const { tracks, limits } = sending;
    for (const slot of SLOTS) {
      const { sender } = slots[slot];
      // Rejects only when the connection is closing, and then nothing is sent anyway.
      if (sender.track !== tracks[slot]) sender.replaceTrack(tracks[slot]).catch(() => {});
    }
    await applyLimits(slots, { tracks, limits: begun ? limits : firstPicture(limits) });
  }

  async function addEarly(): Promise<void> {
    for (const one of early.splice(0)) await addOne(one);
  }

  async function addOne({ candidate, mid }: Candidates["candidates"][number]): Promise<void> {
    // One bad candidate is the sender's loss; the others may still work.
    await whileOpen(rtc.addIceCandidate({ candidate, sdpMid: mid })).catch(() => {});
  }

  return {
    id: options.id ?? random(16),
    rtc,
    secret: random(32),
    state() {
      const { connectionState: state } = rtc;
      return !proven && /^(dis)?connected$/.test(state) ? "connecting" : state;
    },
    partner: () => partner,
    expect(who) {
      partner = who;
    },
    slots: () => slots,
    listen(listener) {
      events = listener;
    },
    prepare,
    async offer() {
      await prepare();
      await firstCandidate();
      return handOut();
    },
    answer(sdp) {
      return whileOpen(answer(sdp));
    },
    async accept(sdp) {
      await whileOpen(rtc.setRemoteDescription({ type: "answer", sdp }));
      watchDtls();
      await addEarly();
    },
    async add(candidates) {
      if (!rtc.remoteDescription) early.push(...candidates);
      else for (const one of candidates) await addOne(one);
    },
    applySending(next) {
      sending = next;
      void apply();
    },
    send(text) {
      if (channel.readyState !== "open") return false;
      try {
        channel.send(text);
        return true;
      } catch {
        // OperationError (W3C WebRTC §6.2): no room, or Firefox knows first that they are gone.
        return false;
      }
    },
    close() {
      life.abort();
      rtc.close();
    },
  };
}

/** Opens one, unless the browser refuses, as it does when there are too many. */
export function attempt(open: () => Connection): Connection | null {
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
  const barren = rtc.iceGatheringState === "complete" &&
    !/ udp /i.test(rtc.localDescription?.sdp ?? "");
  return barren || connection.state() === "failed";
}

/** Whether a connection says that it carries something. */
export function isConnected(connection: Connection | null): boolean {
  return connection?.state() === "connected";
}
