import type { Health } from "../health/media_health.ts";
import { UNHEARD_MS } from "../connection/repair.ts";
import type { PeerState } from "./peer.ts";
import type { Connection, Participant } from "../../state/person.ts";
import { type Slot, SLOTS } from "../media/slots.ts";

/** Shows a peer as a participant, with streams that stay the same while connections change. */
export interface ParticipantView {
  view(situation: Situation): Omit<Participant, "verified">;
}

/** Situation of a peer, besides its connection. */
export interface Situation {
  /** Milliseconds that it took to connect for the first time; null before. */
  readonly setup: number | null;
  /** It has not connected within its time. */
  readonly late: boolean;
  /** Somebody has tried to pass for it since it was connected. */
  readonly suspected: boolean;
}

/** Opens the view of one peer. */
export function participantView(peer: PeerState): ParticipantView {
  const streams: Record<Slot, MediaStream> = {
    mic: new MediaStream(),
    camera: new MediaStream(),
    screen: new MediaStream(),
  };
  return {
    view(situation) {
      const [sound, pictures] = [peer.connection()?.slots(), peer.pictures()?.slots()];
      for (const slot of SLOTS) {
        // Sound at once, pictures when there is one to show.
        const slots = slot === "mic" ? sound : pictures;
        show(streams[slot], slots?.[slot].receiver.track ?? null);
      }
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
  // First the new one: a stream without tracks is inactive, and its element may end.
  stream.addTrack(track);
  if (shown) stream.removeTrack(shown);
}

/** Silence is a weak connection after {@link POOR_MS}, and none after {@link LOST_MS}. */
const POOR_MS = 2000;
const LOST_MS = 9000;

function connectionOf(peer: PeerState, { setup, late, suspected }: Situation): Connection {
  const state = peer.connection()?.state();
  const health = peer.health.current();
  const { silent, stalled, unheard, lossy } = health ?? FINE;
  // What ICE doubts and what comes in all the same is not lost.
  const arrives = state === "disconnected" && health !== null && silent < POOR_MS;
  const works = state === "connected" || arrives;
  if (works && silent < LOST_MS) {
    if (unheard > UNHEARD_MS && silent < POOR_MS) return "unheard";
    return silent >= POOR_MS || stalled >= POOR_MS || lossy ? "poor" : "connected";
  }
  if (suspected) return "unverified";
  if (peer.presence() === "away") return "away";
  if (setup !== null) return "reconnecting";
  return late ? "failed" : "connecting";
}

const FINE: Health = { silent: 0, stalled: 0, frozen: 0, unheard: 0, lossy: false };
