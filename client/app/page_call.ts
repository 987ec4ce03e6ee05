import type { Call } from "../call/call.ts";
import {
  createContext,
  renewSession,
  type SecurityContext,
} from "../call/security/security_context.ts";
import { NOBODY } from "../state/initial_state.ts";
import { rememberRoom } from "../platform/recent_rooms.ts";
import { beginCall, type CallWiring } from "./begin_call.ts";
import type { Browser } from "./browser.ts";
import { formatLink, type Link, roomHref } from "./room_link.ts";

/** Options of {@link createPageCall}. */
export interface PageCallOptions {
  readonly browser: Pick<Browser, "storage" | "history" | "security">;
  readonly wiring: CallWiring;
  /** Called when the browser makes no certificate, and so no calls. */
  readonly unsupported: () => void;
}

/** The room that the link names, and the call in it. */
export interface PageCall {
  /** The call that is on; null before and after. */
  current(): Call | null;
  link(): Link | null;
  /** Chooses a room and prepares what a call in it needs; null chooses none. */
  choose(link: Link | null): void;
  /** Enters the room, unless a call is on. */
  join(): void;
  /** Prepares a session anew in the room of before; false when there is none, or a call is on. */
  renew(): boolean;
  /** Makes all connections anew, with a session of their own. */
  restart(): void;
  hangUp(): void;
}

/** Begins without a room. */
export function createPageCall(options: PageCallOptions): PageCall {
  const { wiring, unsupported } = options;
  const { state } = wiring;
  const { storage, history, security } = options.browser;
  const keeping = { session: storage.tab, locks: security.locks, certify: security.certify };
  let link: Link | null = null;
  let context: Promise<SecurityContext> | null = null;
  let call: Call | null = null;
  let life = new AbortController();

  /** A browser whose settings, or an extension, let no page make a certificate makes no calls. */
  function prepare(next: Promise<SecurityContext>): void {
    context = next;
    next.catch(() => {
      if (context === next) unsupported();
    });
  }

  function choose(at: Link | null): void {
    link = at;
    if (!at) return;
    const { name, key } = at;
    const href = roomHref(history.origin, at);
    state.set({ room: { name, open: key === "", href } });
    prepare(security.begun(name, key) ?? createContext(name, key, keeping));
  }

  function join(): void {
    const { room } = state.get();
    if (!room || !context || call) return;
    rememberRoom(room, storage.local);
    life = new AbortController();
    state.set({ screen: "call", signaling: "connecting" });
    call = beginCall(wiring, { context, moveTo, signal: life.signal });
  }

  /** Begins the call anew in the room of another key. */
  function moveTo(key: string): void {
    if (!link) return;
    hangUp();
    const moved = { ...link, key };
    choose(moved);
    history.replace(formatLink(moved.name, key));
    joinAgain();
  }

  /** Enters while devices, name and chat stay as they are. */
  function joinAgain(): void {
    // Nobody waits any more for a line of the call before.
    const chat = state.get().chat.map((line) => ({ ...line, pending: false }));
    state.set({ ...NOBODY, chat });
    join();
  }

  function hangUp(): void {
    call?.leave();
    life.abort();
    call = null;
  }

  return {
    current: () => call,
    link: () => link,
    choose,
    join,
    renew() {
      if (!link || !context || call) return false;
      prepare(renewSession(context, keeping));
      return true;
    },
    restart() {
      if (!call || !context) return;
      hangUp();
      prepare(renewSession(context, keeping));
      joinAgain();
    },
    hangUp,
  };
}
