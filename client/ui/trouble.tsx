import type { Actions, Device, Me } from "../call/state.ts";
import { TextButton } from "./button.tsx";
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
