import type { Peer } from "./peer.ts";
import type { Connection, Participant } from "./state.ts";
import { type Slot, SLOTS } from "./transceivers.ts";

/** Shows a peer as a participant, with streams that stay the same while connections change. */
export interface Portrait {
  view(situation: Situation): Participant;
}

/** What the call knows of a peer besides its connection. */
export interface Situation {
  readonly poor: boolean;
  /** It was connected at least once. */
  readonly met: boolean;
  /** It has not connected within its time. */
  readonly late: boolean;
}

/** Opens the portrait of one peer. */
export function portray(peer: Peer): Portrait {
  const streams: Record<Slot, MediaStream> = {
    mic: new MediaStream(),
    camera: new MediaStream(),
    screen: new MediaStream(),
  };
  return {
    view(situation) {
      const slots = peer.connection()?.slots();
      for (const slot of SLOTS) show(streams[slot], slots?.[slot].receiver.track ?? null);
      const about = peer.about();
      return {
        id: peer.id,
        about,
        connection: connectionOf(peer, situation),
        picture: about.camera ? streams.camera : null,
        screen: about.screen ? streams.screen : null,
        voice: streams.mic,
      };
    },
  };
}

/** Puts `track` in the place of what `stream` holds; null leaves the last picture standing. */
function show(stream: MediaStream, track: MediaStreamTrack | null): void {
  const [shown] = stream.getTracks();
  if (!track || shown === track) return;
  if (shown) stream.removeTrack(shown);
  stream.addTrack(track);
}

function connectionOf(peer: Peer, { poor, met, late }: Situation): Connection {
  if (peer.connection()?.rtc.connectionState === "connected") return poor ? "poor" : "connected";
  if (met) return "reconnecting";
  return late ? "failed" : "connecting";
}
