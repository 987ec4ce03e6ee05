import { useEffect, useRef, useState } from "preact/hooks";
import type { CallState } from "../../state/call_state.ts";
import { useDeferredWords, useWords } from "../i18n/language.ts";

/** Characters of a chat line that are read aloud; the whole of it stands in the chat. */
const READ_CHARS = 200;

/**
 * Politely says what only shows: a raised hand, a chat line while the chat is closed, and a file that
 * is complete or has stopped.
 */
export function Announcements({ state }: { state: CallState }) {
  const { chat, participants, unread } = state;
  const words = useWords();
  const more = useDeferredWords();
  const [said, setSaid] = useState("");
  const newest = chat.at(-1);
  const heard = useRef(newest?.key);
  useEffect(() => {
    if (newest && newest.key !== heard.current && unread > 0) {
      setSaid(more.wrote(newest.name || words.guest, newest.text.slice(0, READ_CHARS)));
    }
    heard.current = newest?.key;
  }, [newest?.key]);

  const raised = participants.filter(({ about }) => about.hand);
  const before = useRef<readonly string[]>(raised.map(({ id }) => id));
  useEffect(() => {
    const fresh = raised.find(({ id }) => !before.current.includes(id));
    if (fresh) setSaid(more.raisedHand(fresh.about.name || words.guest));
    before.current = raised.map(({ id }) => id);
  }, [raised.map(({ id }) => id).join()]);

  const over = (state.files?.transfers ?? []).flatMap(({ key, name, parties }) =>
    parties.filter(({ progress: { is } }) => is === "done" || is === "ended")
      .map(({ id, progress: { is } }) => ({ key: `${key} ${id}`, name, is }))
  );
  const known = useRef<readonly string[]>([]);
  useEffect(() => {
    const fresh = over.find(({ key }) => !known.current.includes(key));
    if (fresh) setSaid((fresh.is === "done" ? more.files.arrived : more.files.ended)(fresh.name));
    known.current = over.map(({ key }) => key);
  }, [over.length]);

  return <p class="unseen" role="status" data-announced="">{said}</p>;
}
