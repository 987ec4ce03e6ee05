import type { PlaceState, RoomState } from "../../state/call_state.ts";
import { TextButton } from "../controls/button.tsx";
import { useDeferredWords } from "../i18n/language.ts";

/** Asks once more, and says what happens. */
export function RemoveMember(props: {
  id: string;
  name: string;
  state: PlaceState & RoomState;
  onDone: () => void;
}) {
  const { id, name, state: { moderation, signaling, move }, onDone } = props;
  const more = useDeferredWords();
  const moving = move?.is === "under-way";
  const able = signaling === "open" && moderation && !moving;
  return (
    <div class="confirm" role="group" aria-label={more.remove(name)}>
      <p class="hint">{able ? more.removeText : moving ? more.moving : more.removeNot}</p>
      <div class="row">
        {able && (
          <TextButton
            does="remove-now"
            label={more.remove(name)}
            look="danger"
            onPress={() => {
              moderation.remove(id);
              onDone();
            }}
          />
        )}
        <TextButton does="remove-not" label={more.cancel} look="quiet" onPress={onDone} />
      </div>
    </div>
  );
}
