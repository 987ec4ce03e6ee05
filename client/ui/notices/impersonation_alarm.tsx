import type { CallActions } from "../../state/actions.ts";
import type { NoticeState } from "../../state/call_state.ts";
import { TextButton } from "../controls/button.tsx";
import { useDeferredWords, useWords } from "../i18n/language.ts";

/** Somebody tried to pass for another: stays over everything until it was read. */
export function ImpersonationAlarm(
  { state, actions }: { state: NoticeState; actions: CallActions },
) {
  const words = useWords();
  const more = useDeferredWords();
  if (!state.alarm) return null;
  const { name, by } = state.alarm;
  return (
    <section class="card alarm" role="alert" data-alarm={state.alarm.times}>
      <h2>{more.alarm}</h2>
      <p>
        {by === null
          ? more.alarmText(name || words.guest)
          : more.alarmBy(by || words.guest, name || words.guest)}
      </p>
      <TextButton
        does="dismiss-alarm"
        label={words.close}
        look="accent"
        onPress={actions.dismissAlarm}
      />
    </section>
  );
}
