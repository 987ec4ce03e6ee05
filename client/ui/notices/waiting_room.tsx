import type { RoomState } from "../../state/call_state.ts";
import type { LockView } from "../../state/moderation.ts";
import { TextButton } from "../controls/button.tsx";
import { useLasting } from "../controls/hooks.ts";
import { useDeferredWords, useWords } from "../i18n/language.ts";

/** Time for which a notice of a lock that was turned stands, in ms. */
const SHOWN_MS = 8000;

/** On the chip in the corner: nobody comes in without being let in. */
export function LockBadge({ lock }: { lock: LockView | null }) {
  const more = useDeferredWords();
  return lock?.side === "inside" && lock.locked
    ? <small class="locked" data-locked>{more.locked}</small>
    : null;
}

/** Says who has locked or opened the call; or that others keep theirs locked. */
export function LockNotice({ state }: { state: RoomState }) {
  const words = useWords();
  const more = useDeferredWords();
  const { lock, participants } = state;
  const inside = lock?.side === "inside" ? lock : null;
  const turn = inside && inside.by !== null ? `${inside.locked} ${inside.by}` : "";
  const read = useLasting(turn, SHOWN_MS);
  if (lock?.side === "outside" || inside?.elsewhere) {
    // Alone, a card says it.
    return participants.length > 0 ? <p class="notice">{more.outsideAmong}</p> : null;
  }
  if (!inside || turn === "" || read) return null;
  const by = inside.by || words.guest;
  return <p class="notice" data-turn>{inside.locked ? more.lockedBy(by) : more.openedBy(by)}</p>;
}

/** Shows those who knock, one after the other. */
export function Knocks({ state: { lock, moderation } }: { state: RoomState }) {
  const words = useWords();
  const more = useDeferredWords();
  const [first, ...others] = lock?.side === "inside" ? lock.knocks : [];
  return (
    <div class="knocks" role="status">
      {first && moderation && (
        <section class="card" data-knock={first.id}>
          <p>
            {more.knocks(first.name || words.guest)}{" "}
            {others.length > 0 && <small>{more.moreKnocks(others.length)}</small>}
          </p>
          <div class="row">
            <TextButton
              does="admit"
              label={more.admit}
              look="accent"
              onPress={() => moderation.answer(first.id, true)}
            />
            <TextButton
              does="deny"
              label={more.deny}
              look="quiet"
              onPress={() => moderation.answer(first.id, false)}
            />
          </div>
        </section>
      )}
    </div>
  );
}

/** Before a locked call: somebody inside has to open. */
export function WaitingRoom({ state }: { state: RoomState }) {
  const more = useDeferredWords();
  if (state.lock?.side !== "outside") return null;
  const { answer } = state.lock;
  return (
    <section class="card" role="status" data-outside={answer}>
      <h2>{answer === "none" ? more.outside : more.denied}</h2>
      {answer !== "no" && <p>{answer === "none" ? more.outsideHint : more.deniedHint}</p>}
      {answer === "no" && (
        <TextButton
          does="knock"
          label={more.knock}
          look="accent"
          onPress={() => state.moderation?.knock()}
        />
      )}
    </section>
  );
}
