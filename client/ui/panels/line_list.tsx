import type { ComponentChildren, RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useDeferredWords, useWords } from "../i18n/language.ts";

/** Pixels above the newest line within which somebody reads the newest lines. */
const NEAR_END_PX = 120;

/** Newest line of a chat. */
export interface NewestLine {
  readonly key: string;
  readonly mine: boolean;
}

/** The lines of a chat, the newest of them in sight. */
export function LineList(
  { newest, children }: { newest: NewestLine | undefined; children: ComponentChildren },
) {
  const { chat } = useWords();
  const { chatEmpty } = useDeferredWords();
  const list = useRef<HTMLDivElement>(null);
  const isNearEnd = useNewest(list, newest);
  return (
    <>
      {!newest && <p class="hint">{chatEmpty}</p>}
      <div
        class="lines"
        ref={list}
        role="log"
        aria-label={chat}
        tabIndex={newest ? 0 : -1}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          isNearEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
        }}
      >
        <ol>{children}</ol>
      </div>
    </>
  );
}

/**
 * Keeps the newest line in sight, unless somebody reads further up; gives where that is noted. A line
 * grows when a file or a remark comes to it, and a phone's keyboard leaves less room.
 */
function useNewest(list: RefObject<HTMLDivElement | null>, newest: NewestLine | undefined) {
  const isNearEnd = useRef(true);
  useLayoutEffect(() => {
    const log = list.current;
    if (!log) return;
    const observer = new ResizeObserver(() => {
      if (isNearEnd.current) log.scrollTo({ top: log.scrollHeight });
    });
    for (const one of [log, ...log.children]) observer.observe(one);
    return () => observer.disconnect();
  }, []);
  // By its key, since the number of lines stays the same once it is full.
  useLayoutEffect(() => {
    if (isNearEnd.current || newest?.mine) {
      list.current?.scrollTo({ top: list.current.scrollHeight });
    }
  }, [newest?.key]);
  return isNearEnd;
}
