import { useEffect } from "preact/hooks";
import type { Actions, Levels } from "../../state/actions.ts";
import type { CallState } from "../../state/call_state.ts";
import { chunk } from "../../platform/chunks.ts";
import { useLazy } from "../controls/lazy.ts";
import {
  automaticPip,
  type Floating,
  floatWhenHidden,
  pip,
  useFloating,
} from "../controls/picture_in_picture.ts";
import { FloatingShortcuts } from "../controls/shortcuts.ts";
import { ActiveSpeaker } from "../stage/active_speaker.ts";
import { LevelRings } from "../controls/level_rings.ts";

const loadPip = chunk("pip", () => import("./pip.tsx"));

interface Props {
  state: CallState;
  actions: Actions;
  levels: Levels;
  /** Opens the chat in the page. */
  onChat: () => void;
}

/** The call above all other windows, once somebody wants it there; its drawing comes with that. */
export function PictureInPicture(props: Props) {
  const floating = useFloating();
  useEffect(() => {
    floatWhenHidden(automaticPip.isOn());
    return () => {
      floatWhenHidden(false);
      pip.close();
    };
  }, []);
  return floating && <Floats floating={floating} {...props} />;
}

function Floats({ floating, ...props }: Props & { floating: NonNullable<Floating> }) {
  const parts = useLazy(loadPip, "deferred", true);
  if (!parts) return null;
  const { CallWindow, SpeakerVideo } = parts;
  return floating === "video"
    ? <SpeakerVideo {...props} ActiveSpeaker={ActiveSpeaker} onClose={pip.close} />
    : (
      <CallWindow
        {...props}
        window={floating}
        ActiveSpeaker={ActiveSpeaker}
        LevelRings={LevelRings}
        Shortcuts={FloatingShortcuts}
      />
    );
}
