/**
 * Puts a script between the page and the browser's devices, before the page's own scripts. The
 * tracks are the browser's; when they fall silent, end or come late is the test's affair.
 */
export function controlDevices(): void {
  const { mediaDevices } = navigator;
  if (!mediaDevices) return;
  const native = mediaDevices.getUserMedia.bind(mediaDevices);
  let opens = Promise.resolve();
  const made: ControlledDevices = {
    asked: 0,
    tracks: [],
    silent: false,
    open() {},
    hold() {
      opens = new Promise((resolve) => (made.open = resolve));
    },
  };
  Object.defineProperty(globalThis, "controlledDevices", { value: made });
  mediaDevices.getUserMedia = async (wanted) => {
    made.asked++;
    await opens;
    const stream = await native(wanted);
    for (const track of stream.getTracks()) {
      let muted = made.silent;
      Object.defineProperty(track, "muted", { get: () => muted });
      // A listener of the page's own: Firefox delivers no event that a script sends to a track.
      const heard = new EventTarget();
      track.addEventListener = heard.addEventListener.bind(heard);
      made.tracks.push({
        kind: track.kind,
        track,
        mute(on) {
          muted = on;
          heard.dispatchEvent(new Event(on ? "mute" : "unmute"));
        },
        end() {
          track.stop();
          heard.dispatchEvent(new Event("ended"));
        },
      });
    }
    return stream;
  };
}

/** Devices that a test has in its hands, as `globalThis.controlledDevices` in the page. */
export interface ControlledDevices {
  /** How often the page has asked for devices. */
  asked: number;
  readonly tracks: {
    readonly kind: string;
    readonly track: MediaStreamTrack;
    mute(on: boolean): void;
    end(): void;
  }[];
  /** Keeps the devices that are asked for from opening until {@link open}. */
  hold(): void;
  open(): void;
  /** Tracks begin muted. */
  silent: boolean;
}

declare global {
  var controlledDevices: ControlledDevices;
}
