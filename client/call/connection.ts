import { random } from "./base64url.ts";
import type { Later } from "./clock.ts";
import type { Candidates } from "./payload.ts";
import { adopt, layOut, SLOTS, type Slots, type Tracks } from "./transceivers.ts";

/** What a connection tells whoever holds it. */
export interface ConnectionEvents {
  state(): void;
  /** Candidates found after the description was handed out, several at once. */
  candidates(found: Candidates["candidates"]): void;
  channel(open: boolean): void;
  talk(text: string): void;
}

/** One RTCPeerConnection, its three m-lines and its data channel. Never renegotiated. */
export interface Connection {
  /** Names this connection on both sides; chosen by the offerer. */
  readonly pc: string;
  readonly rtc: RTCPeerConnection;
  slots(): Slots | null;
  listen(events: ConnectionEvents): void;
  /** Makes the offer and begins to gather, ahead of {@link offer}. */
  prepare(): Promise<void>;
  /** The offer with the candidates found so far. Rejects when the browser refuses. */
  offer(): Promise<string>;
  answer(sdp: string): Promise<string>;
  accept(sdp: string): Promise<void>;
  add(candidates: Candidates["candidates"]): Promise<void>;
  send(tracks: Tracks): void;
  /** False when the channel is not open. */
  say(text: string): boolean;
  close(): void;
}

export interface ConnectionOptions {
  readonly create: (config: RTCConfiguration) => RTCPeerConnection;
  readonly config: RTCConfiguration;
  readonly later: Later;
  /** Given by the offer when this page answers. */
  readonly pc?: string;
}

/** Candidates wait this long for company, in ms, or until there are no more. */
const BATCH = { near: 500, far: 50 };
/** An offer waits at most this long for its first candidate, in ms. */
const FIRST = 50;

/** Opens a connection; `pc` in the options makes it the answering side. */
export function openConnection(options: ConnectionOptions): Connection {
  const rtc = options.create({ ...options.config, bundlePolicy: "max-bundle" });
  const life = new AbortController();
  const heard = { signal: life.signal };
  const channel = rtc.createDataChannel("members", { negotiated: true, id: 0 });
  const waiting: Candidates["candidates"][number][] = [];
  const early: Candidates["candidates"][number][] = [];
  let slots = options.pc ? null : layOut(rtc);
  let tracks: Tracks = { mic: null, camera: null, screen: null };
  let events: ConnectionEvents | null = null;
  let prepared: Promise<void> | null = null;
  let described = false;

  rtc.addEventListener("connectionstatechange", () => events?.state(), heard);
  channel.addEventListener("open", () => events?.channel(true), heard);
  channel.addEventListener("close", () => events?.channel(false), heard);
  channel.addEventListener("message", ({ data }) => {
    if (typeof data === "string") events?.talk(data);
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
    if (waiting.length > 0) events?.candidates(waiting.splice(0));
  }

  async function addEarly(): Promise<void> {
    for (const one of early.splice(0)) await addOne(one);
  }

  async function addOne({ candidate, mid }: Candidates["candidates"][number]): Promise<void> {
    // One bad candidate is the sender's loss; the others may still work.
    await rtc.addIceCandidate({ candidate, sdpMid: mid }).catch(() => {});
  }

  return {
    pc: options.pc ?? random(16),
    rtc,
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
    async answer(sdp) {
      await rtc.setRemoteDescription({ type: "offer", sdp });
      slots = await adopt(rtc);
      this.send(tracks);
      await rtc.setLocalDescription(await rtc.createAnswer());
      await addEarly();
      return handOut();
    },
    async accept(sdp) {
      await rtc.setRemoteDescription({ type: "answer", sdp });
      await addEarly();
    },
    async add(candidates) {
      if (!rtc.remoteDescription) early.push(...candidates);
      else for (const one of candidates) await addOne(one);
    },
    send(next) {
      tracks = next;
      if (!slots || rtc.signalingState === "closed") return;
      for (const slot of SLOTS) {
        const { sender } = slots[slot];
        // Rejects only when the connection is closing, and then nothing is sent anyway.
        if (sender.track !== next[slot]) sender.replaceTrack(next[slot]).catch(() => {});
      }
    },
    say(text) {
      if (channel.readyState !== "open") return false;
      channel.send(text);
      return true;
    },
    close() {
      life.abort();
      rtc.close();
    },
  };
}
