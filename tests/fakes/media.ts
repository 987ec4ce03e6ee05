import type { Devices } from "../../client/call/media/capture.ts";
import { turn } from "./clock.ts";

let serial = 0;

/** A media track: `stop()` is the page's, `unplug()` the world's end of it. */
export class FakeTrack extends EventTarget {
  readonly id = `track-${++serial}`;
  enabled = true;
  muted = false;
  readyState: "live" | "ended" = "live";
  contentHint = "";
  constraints: MediaTrackConstraints = {};
  /** How often the page asked for other constraints, granted or not. */
  asked = 0;
  refuses = false;
  /** It captures the size that it is asked for, a moment later, as real cameras do. */
  obeys = false;

  constructor(readonly kind: "audio" | "video", public settings: MediaTrackSettings = {}) {
    super();
  }

  getSettings(): MediaTrackSettings {
    return this.settings;
  }

  getConstraints(): MediaTrackConstraints {
    return this.constraints;
  }

  applyConstraints(constraints: MediaTrackConstraints = {}): Promise<void> {
    this.asked++;
    if (this.refuses) return Promise.reject(new DOMException("no", "OverconstrainedError"));
    this.constraints = constraints;
    if (!this.obeys) return Promise.resolve();
    return turn().then(() => {
      const [width, height] = [constraints.width, constraints.height].map(idealOf);
      this.settings = { ...this.settings, width: width ?? 1280, height: height ?? 720 };
    });
  }

  // The platform fires no "ended" for a track that the page stops itself.
  stop(): void {
    this.readyState = "ended";
  }

  /** Its source gives nothing for a while. */
  mute(on: boolean): void {
    this.muted = on;
    this.dispatchEvent(new Event(on ? "mute" : "unmute"));
  }

  unplug(): void {
    this.readyState = "ended";
    this.dispatchEvent(new Event("ended"));
  }
}

function idealOf(size: ConstrainULong | undefined): number | undefined {
  return typeof size === "object" ? size.ideal : size;
}

/** A fake track with the type that the code asks for. */
export function fakeTrack(
  kind: "audio" | "video",
  settings: MediaTrackSettings = {},
): FakeTrack & MediaStreamTrack {
  return new FakeTrack(kind, settings) as FakeTrack & MediaStreamTrack;
}

/** A set of tracks under one id. */
export class FakeStream {
  readonly id = `stream-${++serial}`;
  readonly #tracks: Set<MediaStreamTrack>;
  /** How often the last track was taken out. */
  emptied = 0;

  constructor(tracks: readonly MediaStreamTrack[] = []) {
    this.#tracks = new Set(tracks);
  }

  getTracks(): MediaStreamTrack[] {
    return [...this.#tracks];
  }

  getAudioTracks(): MediaStreamTrack[] {
    return this.getTracks().filter(({ kind }) => kind === "audio");
  }

  getVideoTracks(): MediaStreamTrack[] {
    return this.getTracks().filter(({ kind }) => kind === "video");
  }

  addTrack(track: MediaStreamTrack): void {
    this.#tracks.add(track);
  }

  removeTrack(track: MediaStreamTrack): void {
    this.#tracks.delete(track);
    // As in browsers, where it is inactive then, and its element may end.
    if (this.#tracks.size === 0) this.emptied++;
  }
}

/** A computer's cameras, microphones and screens. */
export class FakeDevices extends EventTarget {
  /** Constraints that the page asked for, in this order. */
  readonly asked: MediaStreamConstraints[] = [];
  readonly screens: object[] = [];
  /** Constraints that the browser knows. */
  supported: Record<string, boolean> = {};
  /** Every track that was handed out: the test looks whether all were stopped. */
  readonly opened: (FakeTrack & MediaStreamTrack)[] = [];
  /** Names of the DOMExceptions that a kind is refused with. */
  refused: Partial<Record<"audio" | "video" | "screen", string>> = {};
  /** Device ids that `exact` finds. */
  known: readonly string[] = ["mic-1", "mic-2", "cam-1", "cam-2"];
  listed: Partial<MediaDeviceInfo>[] = [];
  /** Ids of devices that another program holds. */
  busy: readonly string[] = [];
  /** The system lets nothing through: tracks begin muted. */
  muted = false;
  /** The shared screen comes with sound. */
  screenSound = false;
  /** Answer of the person that a prompt waits for. */
  prompt: Promise<void> = Promise.resolve();

  async getUserMedia(wanted: MediaStreamConstraints): Promise<MediaStream> {
    this.asked.push(wanted);
    await this.prompt;
    const tracks = (["audio", "video"] as const).flatMap((kind) => {
      const limits = wanted[kind];
      return limits ? [this.#open(kind, limits)] : [];
    });
    return new FakeStream(tracks) as unknown as MediaStream;
  }

  getSupportedConstraints(): Record<string, boolean> {
    return this.supported;
  }

  async getDisplayMedia(wanted: DisplayMediaStreamOptions): Promise<MediaStream> {
    this.screens.push(wanted);
    await this.prompt;
    const { screen } = this.refused;
    if (screen) throw new DOMException("no", screen);
    const tracks = [fakeTrack("video", { height: 1080 })];
    if (wanted.audio && this.screenSound) tracks.push(fakeTrack("audio"));
    this.opened.push(...tracks);
    return new FakeStream(tracks) as unknown as MediaStream;
  }

  enumerateDevices(): Promise<MediaDeviceInfo[]> {
    return Promise.resolve(this.listed as MediaDeviceInfo[]);
  }

  #open(kind: "audio" | "video", limits: true | MediaTrackConstraints): MediaStreamTrack {
    const exact = typeof limits === "object" && typeof limits.deviceId === "object" &&
      "exact" in limits.deviceId && limits.deviceId.exact;
    const why = this.refused[kind];
    if (why) throw new DOMException("no", why);
    if (exact && !this.known.includes(String(exact))) {
      throw new DOMException("no such device", "OverconstrainedError");
    }
    const deviceId = exact ? String(exact) : kind === "audio" ? "mic-1" : "cam-1";
    if (this.busy.includes(deviceId)) throw new DOMException("in use", "NotReadableError");
    const track = fakeTrack(kind, { deviceId, ...(kind === "video" ? { height: 720 } : {}) });
    track.muted = this.muted;
    this.opened.push(track);
    return track;
  }

  /** The tracks that still record. */
  live(): FakeTrack[] {
    return this.opened.filter(({ readyState }) => readyState === "live");
  }

  as(): Devices {
    return this as unknown as Devices;
  }
}
