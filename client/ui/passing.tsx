import { useState } from "preact/hooks";
import type { Actions, Device, Me } from "../call/state.ts";
import { IconButton } from "./button.tsx";
import { useWords } from "./language.ts";
import { Troubles } from "./trouble.tsx";

/** Troubles of the own devices in the call, where people look at people: they can be put away. */
export function PassingTroubles({ me, actions }: { me: Me; actions: Actions }) {
  const words = useWords();
  const [seen, setSeen] = useState("");
  const now = `${why(me.camera)} ${why(me.mic)}`;
  if (now === " " || now === seen) return null;
  return (
    <section class="card in-call" aria-label={words.devices}>
      <Troubles me={me} actions={actions} />
      <IconButton
        does="dismiss"
        icon="close"
        label={words.close}
        look="plain"
        onPress={() => setSeen(now)}
      />
    </section>
  );
}

const why = (device: Device) => device.is === "failed" ? device.why : "";
