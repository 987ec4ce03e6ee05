import "./platform.ts";
import { turn } from "./clock.ts";
import { fakeTrack } from "./media.ts";

type Kind = "audio" | "video";

/** Sends a track, and remembers with which parameters. */
export class FakeSender {
  track: MediaStreamTrack | null = null;
  streams: MediaStream[] = [];
  parameters: { encodings: RTCRtpEncodingParameters[] };
  /** The browser rejects whatever it is asked. */
  refuses = false;
  /** Parameters that were set so far. */
  writes = 0;
  /** Parameters that were asked for so far: each time a browser halts the page. */
  reads = 0;
  /** Changes take until the turn is over, as in browsers. */
  slow = false;

  constructor(encodings: RTCRtpEncodingParameters[] = [{}]) {
    this.parameters = { encodings };
  }

  replaceTrack(track: MediaStreamTrack | null): Promise<void> {
    if (this.refuses) return Promise.reject(new DOMException("no", "InvalidStateError"));
    if (this.slow) return turn().then(() => void (this.track = track));
    this.track = track;
    return Promise.resolve();
  }

  setStreams(...streams: MediaStream[]): void {
    this.streams = streams;
  }

  getParameters(): { encodings: RTCRtpEncodingParameters[] } {
    this.reads++;
    return structuredClone(this.parameters);
  }

  setParameters(parameters: { encodings: RTCRtpEncodingParameters[] }): Promise<void> {
    if (this.refuses) return Promise.reject(new DOMException("no", "InvalidStateError"));
    this.writes++;
    if (this.slow) return turn().then(() => void (this.parameters = parameters));
    this.parameters = parameters;
    return Promise.resolve();
  }
}

/** One m-line. */
export class FakeTransceiver {
  direction: RTCRtpTransceiverDirection;
  readonly sender: FakeSender;
  readonly receiver;

  constructor(readonly mid: string, kind: Kind, init: RTCRtpTransceiverInit = {}) {
    this.direction = init.direction ?? "recvonly";
    this.sender = new FakeSender(init.sendEncodings);
    this.sender.streams = init.streams ?? [];
    const sources: { audioLevel?: number }[] = [];
    this.receiver = { track: fakeTrack(kind), sources, getSynchronizationSources: () => sources };
  }
}

/** A data channel. */
export class FakeChannel extends EventTarget {
  readyState: RTCDataChannelState = "connecting";
  readonly sent: string[] = [];
  /** The other page's end, once connected. */
  other: FakeChannel | null = null;
  full = false;

  constructor(readonly label: string, readonly init: RTCDataChannelInit | undefined) {
    super();
  }

  send(text: string): void {
    if (this.full) throw new DOMException("no room", "OperationError");
    this.sent.push(text);
    const { other } = this;
    queueMicrotask(() => other?.hear(text));
  }

  hear(data: unknown): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  become(state: "open" | "closed"): void {
    if (this.readyState === state) return;
    this.readyState = state;
    this.dispatchEvent(new Event(state === "open" ? "open" : "close"));
  }
}

/** A DTLS transport, which may tell why it has failed. */
export class FakeDtls extends EventTarget {
  state: RTCDtlsTransportState = "new";

  fails(errorDetail: RTCErrorDetailType | null): void {
    this.state = "failed";
    if (errorDetail === null) return;
    this.dispatchEvent(Object.assign(new Event("error"), { error: { errorDetail } }));
  }
}

/** The certificate of everybody here, unless somebody cheats. */
export const FINGERPRINT = "F".repeat(43);

/** The slice of an RTCPeerConnection that the call uses. Its SDP is a line of words. */
export class FakeRtc extends EventTarget {
  connectionState: RTCPeerConnectionState = "new";
  signalingState: RTCSignalingState = "stable";
  iceConnectionState: RTCIceConnectionState = "new";
  iceGatheringState: RTCIceGatheringState = "new";
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  readonly transceivers: FakeTransceiver[] = [];
  readonly candidates: RTCIceCandidateInit[] = [];
  stats: Record<string, unknown>[] = [];
  /** The step that the browser refuses. */
  refuses: "local" | "remote" | null = null;
  /** The browser does not answer, as one whose connection was closed meanwhile. */
  mute = false;
  channel: FakeChannel | null = null;
  sctp: { transport: FakeDtls } | null = { transport: new FakeDtls() };
  /** Fingerprints of the certificates that the other side has shown. */
  shows: readonly string[] | null = [FINGERPRINT];

  constructor(public config: RTCConfiguration, readonly name: string) {
    super();
  }

  setConfiguration(config: RTCConfiguration): void {
    this.config = config;
  }

  getConfiguration(): RTCConfiguration {
    return this.config;
  }

  createDataChannel(label: string, init?: RTCDataChannelInit): FakeChannel {
    return this.channel = new FakeChannel(label, init);
  }

  addTransceiver(kind: Kind, init: RTCRtpTransceiverInit): FakeTransceiver {
    const one = new FakeTransceiver(String(this.transceivers.length), kind, init);
    this.transceivers.push(one);
    return one;
  }

  getTransceivers(): FakeTransceiver[] {
    return this.transceivers;
  }

  createOffer(): Promise<RTCSessionDescriptionInit> {
    const kinds = this.transceivers.map(({ receiver }) => receiver.track.kind).join(" ");
    return Promise.resolve({ type: "offer", sdp: `offer ${this.name} ${kinds}` });
  }

  createAnswer(): Promise<RTCSessionDescriptionInit> {
    const sdp = `answer ${this.name} ${this.remoteDescription?.sdp?.split(" ")[1]}`;
    return this.#when("have-remote-offer", { type: "answer", sdp });
  }

  /** Makes what the state asks for, where it is not given (W3C WebRTC §4.4.2). */
  async setLocalDescription(given?: RTCSessionDescriptionInit): Promise<void> {
    await this.#allowed("local");
    const answers = /remote-offer|local-pranswer/.test(this.signalingState);
    const made = given ?? await (answers ? this.createAnswer() : this.createOffer());
    if (this.connectionState === "closed") return;
    this.localDescription = made;
    if (made.type === "pranswer") this.#become("have-local-pranswer");
    else this.#become(made.type === "answer" ? "stable" : "have-local-offer");
  }

  async setRemoteDescription(given: RTCSessionDescriptionInit): Promise<void> {
    await this.#allowed("remote");
    const needed = given.type === "offer" ? "stable" : "have-local-offer";
    await this.#when(needed, null);
    this.remoteDescription = given;
    this.#become(given.type === "offer" ? "have-remote-offer" : "stable");
    if (given.type !== "offer") return;
    const kinds = (given.sdp ?? "").split(" ").slice(2) as Kind[];
    kinds.forEach((kind, at) => this.transceivers.push(new FakeTransceiver(String(at), kind)));
  }

  addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    const bad = !this.remoteDescription || candidate.candidate === "bad";
    if (bad) return Promise.reject(new DOMException("no", "OperationError"));
    if (this.mute) return new Promise(() => {});
    this.candidates.push(candidate);
    return Promise.resolve();
  }

  getStats(): Promise<Map<string, unknown>> {
    return Promise.resolve(new Map(this.stats.map((report, at) => [String(at), report])));
  }

  close(): void {
    // Silent for whoever closes (W3C WebRTC §4.4.2), heard at the other end as a closed channel.
    this.connectionState = "closed";
    this.signalingState = "closed";
    const { channel } = this;
    if (channel) channel.readyState = "closed";
    queueMicrotask(() => channel?.other?.become("closed"));
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }

  finds(candidate: string | null, sdpMid: string | null = "0"): void {
    const found = candidate === null ? null : { candidate, sdpMid };
    this.dispatchEvent(Object.assign(new Event("icecandidate"), { candidate: found }));
  }

  gathers(state: RTCIceGatheringState): void {
    this.iceGatheringState = state;
    this.dispatchEvent(new Event("icegatheringstatechange"));
  }

  #become(state: RTCSignalingState): void {
    this.signalingState = state;
    this.dispatchEvent(new Event("signalingstatechange"));
  }

  #allowed(step: "local" | "remote"): Promise<void> {
    if (this.mute) return new Promise(() => {});
    const no = this.refuses === step || this.signalingState === "closed";
    return no ? Promise.reject(new DOMException("no", "InvalidStateError")) : Promise.resolve();
  }

  #when<T>(state: RTCSignalingState, value: T): Promise<T> {
    if (this.signalingState === state) return Promise.resolve(value);
    return Promise.reject(new DOMException(this.signalingState, "InvalidStateError"));
  }
}

/** The network between fake connections: who described each other can be connected. */
export class FakeRtcs {
  readonly all: FakeRtc[] = [];

  readonly create = (config: RTCConfiguration): RTCPeerConnection => {
    const rtc = new FakeRtc(config, `pc${this.all.length}`);
    this.all.push(rtc);
    return rtc as unknown as RTCPeerConnection;
  };

  /** Certificate that a connection's other side has shown. */
  readonly presented = (rtc: RTCPeerConnection): Promise<readonly string[] | null> => {
    const one: unknown = rtc;
    return Promise.resolve(this.all.find((fake) => fake === one)?.shows ?? null);
  };

  /** The newest connection. */
  last(): FakeRtc {
    const rtc = this.all.at(-1);
    if (!rtc) throw new Error("no connection was opened");
    return rtc;
  }

  /** Connects every pair that has exchanged offer and answer; tells how many. */
  link(): number {
    let linked = 0;
    for (const a of this.all) {
      const b = this.all.find((one) => answers(one, a));
      if (!b || a.connectionState !== "new" || b.connectionState !== "new") continue;
      linked++;
      if (a.channel && b.channel) [a.channel.other, b.channel.other] = [b.channel, a.channel];
      for (const one of [a, b]) one.become("connected");
      for (const one of [a, b]) one.channel?.become("open");
    }
    return linked;
  }

  open(): FakeRtc[] {
    return this.all.filter(({ signalingState }) => signalingState !== "closed");
  }
}

function answers(one: FakeRtc, a: FakeRtc): boolean {
  if (a.localDescription?.type !== "offer" || !a.remoteDescription) return false;
  return one !== a && one.localDescription?.sdp === a.remoteDescription.sdp;
}
