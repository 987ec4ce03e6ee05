/**
 * Gives Deno the two media classes that the call constructs itself. They are values of the
 * platform, like Map or URL, not something the call should be handed: so they stand here, once,
 * as the globals they are in a browser. Import this for its effect; everything else that a test
 * fakes is passed in.
 */
import { FakeStream, fakeTrack } from "./media.ts";

interface Node {
  connect(to: Node): void;
  disconnect(): void;
}

/** Every audio context that was opened: a browser allows few, so all have to be closed. */
export const contexts: FakeAudioContext[] = [];

/** An audio graph that only remembers who is connected. */
export class FakeAudioContext extends EventTarget {
  state: AudioContextState = "running";
  resumed = 0;
  /** The tracks that are mixed into some other node now. */
  readonly heard = new Set<MediaStreamTrack>();
  /** Value of every sample of the analyser. */
  sample = 0;

  constructor() {
    super();
    contexts.push(this);
  }

  createMediaStreamDestination(): Node & { readonly stream: FakeStream } {
    return { ...silent, stream: new FakeStream([fakeTrack("audio")]) };
  }

  createMediaStreamSource(stream: FakeStream): Node {
    const [track] = stream.getAudioTracks();
    // As browsers do: InvalidStateError without an audio track.
    if (!track) throw new DOMException("no audio", "InvalidStateError");
    return { connect: () => this.heard.add(track), disconnect: () => this.heard.delete(track) };
  }

  createAnalyser() {
    const read = (into: Float32Array) => into.fill(this.sample);
    return { ...silent, fftSize: 2048, getFloatTimeDomainData: read };
  }

  /** As by a phone call on iOS, and after it. */
  become(state: AudioContextState): void {
    this.state = state;
    this.dispatchEvent(new Event("statechange"));
  }

  resume(): Promise<void> {
    this.resumed++;
    return Promise.resolve();
  }

  suspend(): Promise<void> {
    this.state = "suspended";
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.state = "closed";
    return Promise.resolve();
  }
}

const silent: Node = { connect() {}, disconnect() {} };

Object.assign(globalThis, { MediaStream: FakeStream, AudioContext: FakeAudioContext });
