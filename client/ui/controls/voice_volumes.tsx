import { useEffect, useState } from "preact/hooks";
import type { Participant } from "../../state/person.ts";
import { applyVolume, type Volume, volumeOf, watchVolumes } from "./volumes.ts";

/** Plays each voice at the volume that the person has chosen for it. */
export function VoiceVolumes({ participants }: { participants: readonly Participant[] }) {
  useEffect(() => {
    const apply = () => {
      for (const player of document.querySelectorAll("audio")) {
        const person = participants.find(({ voice }) => voice && voice === player.srcObject);
        if (person) applyVolume(player, volumeOf(person.id));
      }
    };
    const over = new AbortController();
    watchVolumes(apply, over.signal);
    apply();
    return () => over.abort();
  }, [participants]);
  return null;
}

/** The volume of a member, now and later. */
export function useVolume(id: string): Volume {
  const [volume, setNow] = useState(() => volumeOf(id));
  useEffect(() => {
    const over = new AbortController();
    const read = () => setNow(volumeOf(id));
    watchVolumes(read, over.signal);
    read();
    return () => over.abort();
  }, [id]);
  return volume;
}
