import { useState } from "preact/hooks";
import type { Actions, Device, Me } from "../call/state.ts";
import { IconButton, TextButton } from "./button.tsx";
import { Icon } from "./icons.tsx";
import { useWords } from "./language.ts";

/** What keeps the own devices from working, what to do, and a way to try again. */
export function Troubles({ me, actions }: { me: Me; actions: Actions }) {
  return (
    <div class="troubles">
      <Trouble kind="camera" device={me.camera} actions={actions} />
      <Trouble kind="mic" device={me.mic} actions={actions} />
    </div>
  );
}

/** The same in the call, where people look at people: it can be put away. */
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

function Trouble(props: { kind: "mic" | "camera"; device: Device; actions: Actions }) {
  const { kind, device, actions } = props;
  const words = useWords();
  if (device.is !== "failed") return null;
  return (
    <div class="trouble" role="alert">
      <Icon name={kind === "mic" ? "mic-off" : "camera-off"} />
      <p>{words.problem[kind][device.why]}</p>
      <TextButton
        does={`retry-${kind}`}
        label={words.retry}
        look="quiet"
        onPress={() => actions.retry(kind)}
      />
    </div>
  );
}
