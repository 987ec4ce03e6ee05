import { limitSenders } from "../../platform/sender_limit.ts";
import type { WatchedChatView, WatchedLine } from "../../state/watching.ts";
import type { Connection } from "../connection/connection.ts";
import { cleanName } from "../messages/about.ts";
import {
  MAX_VIEWER_CHARS,
  type ViewerChatState,
  type ViewerLine,
  type ViewerSay,
} from "../messages/watching_control.ts";
import type { Peer } from "../room/peer.ts";
import { random } from "../security/base64url.ts";

/** Options of {@link openWatchedChat}. */
export interface WatchedChatOptions {
  /** Id of this page. */
  readonly me: string;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** Speaker that passes on what this page says. */
  readonly speaker: () => Pick<Peer, "connection" | "send"> | undefined;
  readonly show: (view: WatchedChatView) => void;
}

/** Chat of the call on a page that watches. */
export interface WatchedChat {
  /** Takes what a speaker passes on. */
  receive(message: ViewerChatState | ViewerLine): void;
  /** Says something; false if it is too early, too long, or not allowed. */
  say(text: string): boolean;
  /** Sends what no speaker has passed on yet; to be called a few times a second. */
  look(): void;
}

/** Own lines at once, and milliseconds until one more: a little less than a speaker takes. */
const SAYING = { burst: 4, everyMs: 5000 };
/** Milliseconds after which a line that was not passed on is said again. */
const AGAIN_MS = 5000;
/** Lines that are kept. */
const MAX_LINES = 200;

/** An own line on its way; where and when it was sent last. */
interface Pending {
  readonly message: ViewerSay;
  connection: Connection | null;
  at: number;
}

/** Begins without lines. */
export function openWatchedChat({ me, elapsed, speaker, show }: WatchedChatOptions): WatchedChat {
  const admits = limitSenders({ ...SAYING, elapsed });
  const pending = new Map<string, Pending>();
  let isOn = false;
  let lines: readonly WatchedLine[] = [];

  function put(line: WatchedLine): void {
    const isSame = ({ key, from }: WatchedLine) => key === line.key && from === line.from;
    const isKnown = lines.some(isSame);
    const next = isKnown ? lines.map((one) => isSame(one) ? line : one) : [...lines, line];
    lines = next.slice(-MAX_LINES);
  }

  const tell = () => show({ isOn, lines });

  function turn({ on }: ViewerChatState): void {
    if (on === isOn) return;
    isOn = on;
    // What nobody has passed on, nobody has read.
    if (!on) {
      pending.clear();
      lines = lines.filter((one) => !one.pending);
    }
    tell();
  }

  function take({ from, key, name, text, viewer }: ViewerLine): void {
    const mine = from === me;
    if (mine) pending.delete(key);
    put({ key, from, name: cleanName(name), text, mine, viewer, pending: false });
    tell();
  }

  function look(): void {
    const peer = speaker();
    const connection = peer?.connection();
    if (!peer || connection?.state() !== "connected") return;
    for (const one of pending.values()) {
      if (one.connection === connection && elapsed() - one.at < AGAIN_MS) continue;
      if (!peer.send(one.message)) return;
      [one.connection, one.at] = [connection, elapsed()];
    }
  }

  return {
    receive(message) {
      if (message.type === "viewer-chat") turn(message);
      else if (isOn) take(message);
    },
    say(text) {
      const isLine = text.trim() !== "" && text.length <= MAX_VIEWER_CHARS;
      if (!isOn || !isLine || !admits(me)) return false;
      const message: ViewerSay = { type: "viewer-say", key: random(16), text };
      pending.set(message.key, { message, connection: null, at: 0 });
      const own = { from: me, name: "", text, mine: true, viewer: true, pending: true };
      put({ key: message.key, ...own });
      tell();
      look();
      return true;
    },
    look,
  };
}
