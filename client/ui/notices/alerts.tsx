import { useEffect, useRef } from "preact/hooks";
import type { Actions } from "../../state/actions.ts";
import type { CallState } from "../../state/call_state.ts";
import type { MoveState } from "../../state/moderation.ts";
import type { Connection } from "../../state/person.ts";
import { Announcements } from "./announcements.tsx";
import { ImpersonationAlarm } from "./impersonation_alarm.tsx";
import { LeaveQuestion } from "./leave_question.tsx";
import {
  LeftRecordingNotice,
  RecordingLossNotice,
  RecordingNotice,
  RecordingSign,
} from "./recording_sign.tsx";
import { Knocks, LockNotice } from "./waiting_room.tsx";
import { ViewerHands, WatchingSign } from "./watching_sign.tsx";
import { useLasting } from "../controls/hooks.ts";
import { useDeferredWords, useWords } from "../i18n/language.ts";
import { forgetRoom } from "../../platform/recent_rooms.ts";
import { deviceStorage } from "../../platform/storage.ts";

/** Time for which a notice of a move or of low bandwidth stands, in ms. */
const SHOWN_MS = 8000;

/** Connections that bring media; of others the tile itself tells. */
const WORKS: readonly Connection[] = ["connected", "poor"];

/** Alerts that must not be missed: somebody tried to pass for another, moved the call, or knocks. */
export function Alerts({ state, actions }: { state: CallState; actions: Actions }) {
  const href = state.room?.href ?? "";
  const before = useRef(href);
  useEffect(() => {
    if (before.current !== href) forgetRoom(deviceStorage(), before.current);
    before.current = href;
  }, [href]);
  // Both stand in one place, and whoever waits outside goes first.
  const isKnocked = state.lock?.side === "inside" && state.lock.knocks.length > 0;
  return (
    <>
      <ImpersonationAlarm state={state} actions={actions.call} />
      <LeaveQuestion state={state} actions={actions.room} />
      <div class="notices" role="status">
        <Move move={state.move} />
        <LockNotice state={state} />
        <RecordingNotice recordings={state.recordings} />
        <RecordingLossNotice recordings={state.recordings} />
        <LeftRecordingNotice recordings={state.recordings} />
        <Sparing state={state} />
        <Strained strained={state.reception?.strained ?? false} />
      </div>
      <RecordingSign recordings={state.recordings} />
      <WatchingSign audience={state.audience} />
      <Knocks state={state} />
      {!isKnocked && <ViewerHands audience={state.audience} />}
      <Announcements state={state} />
    </>
  );
}

function Move({ move }: { move: MoveState | null }) {
  const words = useWords();
  const more = useDeferredWords();
  const read = useLasting(move, SHOWN_MS);
  if (!move || read) return null;
  switch (move.is) {
    case "under-way":
      return <p class="notice" data-move={move.is}>{more.moving}</p>;
    case "done":
      return (
        <p class="notice" data-move={move.is}>
          {move.by === null ? more.moved : more.movedBy(move.by || words.guest)}
        </p>
      );
    case "without-me":
      return null;
  }
}

/** Says that others are sent less than there is: nobody is to wonder why they are not seen. */
function Sparing({ state: { diagnostics: insight, participants } }: { state: CallState }) {
  const words = useWords();
  const more = useDeferredWords();
  const told = participants.filter(({ connection }) => WORKS.includes(connection));
  const spared = told.flatMap(({ id, about: { name } }) => {
    const how = insight?.sends[id] ?? "full";
    return how === "full" ? [] : [{ how, name }];
  });
  const how = spared.some(({ how }) => how === "less") ? "less" : "sound";
  const said = spared.length === told.length
    ? more.sparing[how]("")
    : spared.length > 1
    ? more.sparing.some(spared.length)
    : more.sparing[how](spared[0]?.name || words.guest);
  const read = useLasting(said, SHOWN_MS);
  return spared.length > 0 && !read ? <p class="notice" data-sends={how}>{said}</p> : null;
}

/** Says once why the own picture is smaller, where the reason is this machine. */
function Strained({ strained }: { strained: boolean }) {
  const more = useDeferredWords();
  const read = useLasting(strained, SHOWN_MS);
  return strained && !read ? <p class="notice" data-strained>{more.strained}</p> : null;
}
