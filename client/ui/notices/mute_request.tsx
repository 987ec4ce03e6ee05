import type { MuteRequests } from "../../state/gestures.ts";
import type { Me } from "../../state/person.ts";
import { IconButton, TextButton } from "../controls/button.tsx";
import { useDeferredWords, useWords } from "../i18n/language.ts";

/** Says who asks this person to mute; they alone decide. */
export function MuteRequest(props: {
  requests: MuteRequests | null;
  me: Me;
  onMute: () => void;
}) {
  const { requests, me, onMute } = props;
  const words = useWords();
  const { together } = useDeferredWords();
  if (!requests?.from || me.mic.is !== "on") return null;
  return (
    <p class="notice with-buttons" data-mute-request="">
      {together.asksToMute(requests.from.name || words.guest)}
      <TextButton
        does="mute"
        label={together.mute}
        look="accent"
        onPress={() => {
          requests.dismiss();
          onMute();
        }}
      />
      <IconButton
        does="dismiss-mute"
        icon="close"
        label={words.close}
        look="plain"
        onPress={requests.dismiss}
      />
    </p>
  );
}
