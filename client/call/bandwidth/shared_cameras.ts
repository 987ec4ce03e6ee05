import type { EncoderTap } from "../../platform/encoder_tap.ts";
import type { SendLevels } from "../../state/diagnostics.ts";
import { type Caps, limitsFor } from "../media/encodings.ts";
import type { Member } from "../room/member.ts";
import { shareEncoders } from "./encoder_sharing.ts";
import type { EncoderWatch } from "./encoders.ts";

/** Options of {@link shareCameras}. */
export interface SharedCamerasOptions {
  readonly tap: EncoderTap;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** Members that have connected. */
  readonly peers: () => readonly Member["peer"][];
  readonly encoders: Pick<EncoderWatch, "shareable" | "flows">;
  readonly signal: AbortSignal;
}

/** Cameras to members, several of whom may be sent the frames of one encoder. */
export interface SharedCameras {
  /** The same caps, but for members that share an encoder. */
  share(caps: Readonly<Record<string, Caps>>): Record<string, Caps>;
  /** Takes the levels of members whose ways are narrow: they have encoders of their own. */
  setLevels(levels: SendLevels): void;
  /** Looks whether the worker works; to be called every second. */
  look(): void;
}

/** Looks without a picture after which a connection that is free of a dead worker is replaced. */
const MAX_STILL_LOOKS = 3;

/** Begins with an encoder for each. */
export function shareCameras(options: SharedCamerasOptions): SharedCameras {
  const { tap, elapsed, peers, encoders, signal } = options;
  const sharing = shareEncoders({ worker: tap.worker, elapsed, signal });
  let lowered: ReadonlySet<string> = new Set();
  let dead = false;
  /** Looks in which connections that were freed from a dead worker have sent no picture. */
  const freed = new Map<string, number>();

  /** Frees senders from a dead worker; those that were prepared before come later. */
  function free(peer: Member["peer"]): void {
    const connection = peer.connection();
    const sender = connection?.slots()?.camera.sender;
    if (!connection || !sender) return;
    if (sender.transform) {
      sender.transform = null;
      freed.set(connection.id, 0);
      return;
    }
    const looks = freed.get(connection.id);
    if (looks === undefined || encoders.flows(peer.id) || !sender.track) return;
    // Firefox sends its frames then, Chromium none any more.
    freed.set(connection.id, looks + 1);
    if (looks + 1 === MAX_STILL_LOOKS) peer.reconnect();
  }

  return {
    setLevels({ sends }) {
      lowered = new Set(Object.keys(sends));
    },
    look() {
      dead ||= !sharing.look();
      if (!dead) return;
      tap.abandon();
      for (const peer of peers()) free(peer);
    },
    share(caps) {
      const { lines = Infinity } = limitsFor(peers().length, "full").camera;
      const pictures = peers().flatMap((peer) => {
        const { id } = peer;
        const connection = peer.connection();
        const sender = connection?.slots()?.camera.sender;
        const cap = caps[id]?.camera;
        if (!connection || !sender?.track || !cap || cap.height === 0) return [];
        // A member that came when there was nothing to share yet; Firefox still heeds it.
        if (tap.worker() && !sender.transform) tap.add(sender, connection.id);
        const carries = encoders.shareable(id);
        if (carries === 0 || lowered.has(id) || !sharing.isFit(connection.id)) return [];
        const height = Math.min(cap.height, lines);
        return [{ id, connection: connection.id, sender, cap, lines: height, carries }];
      });
      const common = sharing.share(pictures);
      return Object.fromEntries(
        Object.entries(caps).map(([id, one]) => [id, { ...one, camera: common[id] ?? one.camera }]),
      );
    },
  };
}
