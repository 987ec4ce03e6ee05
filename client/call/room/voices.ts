import type { CallState } from "../../state/call_state.ts";

/** Voices of the call with the tracks that they have now, the own one first. */
export function voicesOf({ me, participants }: CallState, microphone: MediaStreamTrack | null) {
  return [
    { id: "me", name: me.name, track: microphone },
    ...participants.map(({ id, about, voice }) => ({
      id,
      name: about.name,
      track: voice?.getAudioTracks()[0] ?? null,
    })),
  ];
}
