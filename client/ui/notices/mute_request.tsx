import type { MuteRequests } from "../../state/interaction.ts";
import type { Me } from "../../state/person.ts";
import { useDeferredWords, useWords } from "../i18n/language.ts";
import { ActionNotice } from "./action_notice.tsx";

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
  const action = {
    does: "mute",
    label: together.mute,
    onPress() {
      requests.dismiss();
      onMute();
    },
  };
  return (
    <ActionNotice name="mute-request" action={action} onDismiss={requests.dismiss}>
      {together.asksToMute(requests.from.name || words.guest)}
    </ActionNotice>
  );
}
