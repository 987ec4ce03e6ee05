import { limitSenders } from "../../platform/sender_limit.ts";
import type { AudienceView } from "../../state/audience.ts";
import type { ChatLine } from "../../state/call_state.ts";
import { cleanName } from "../messages/about.ts";
import {
  MAX_VIEWER_CHARS,
  readWatchingControl,
  type ViewerLine,
  type ViewerSay,
} from "../messages/watching_control.ts";
import type { Member } from "../room/member.ts";
import type { ReceivedControl } from "../room/policy.ts";
import { openChatSwitch } from "./chat_switch.ts";
import { type LineFeed, openLineFeed } from "./line_feed.ts";

/** Options of {@link openViewerChat}. */
export interface ViewerChatOptions {
  /** Id of this page. */
  readonly me: string;
  readonly now: () => number;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  readonly speakers: () => readonly Member[];
  /** Viewers that this page serves. */
  readonly viewers: () => readonly Member[];
  readonly chat: ViewerChatLines;
  /** Called when the chat is opened to viewers, or closed. */
  readonly changed: () => void;
  readonly signal: AbortSignal;
}

/** Chat of the page, as far as it is opened to viewers. */
export interface ViewerChatLines {
  lines(): readonly ChatLine[];
  add(line: ChatLine): void;
  show(lines: readonly ChatLine[]): void;
  watch(changed: () => void, signal: AbortSignal): void;
}

/** Chat with those who watch, while members allow it. */
export interface ViewerChat {
  view(): AudienceView["chat"];
  /** Takes a message of a member if it is about this chat; false for others. */
  receive(control: ReceivedControl): boolean;
  /** Takes a line of a viewer that this page serves. */
  hear(control: ReceivedControl, message: ViewerSay): void;
  /** Tells each page what its connection has not carried yet. */
  tell(): void;
}

/** Lines of one viewer at once, and milliseconds until one more is taken. */
const SAYING = { burst: 6, everyMs: 5000 };
/** The same for what one member passes on: all its viewers, and the last lines on a new connection. */
const PASSING = { burst: 80, everyMs: 250 };
/** Lines of viewers that a page shows: they drive no others out. */
const MAX_SHOWN = 100;

/** Begins with a chat that viewers have no part in. */
export function openViewerChat(options: ViewerChatOptions): ViewerChat {
  const { chat, elapsed, now } = options;
  const toSpeakers = openLineFeed(options.speakers);
  const toViewers = openLineFeed(options.viewers);
  const admitsLine = limitSenders({ ...SAYING, elapsed });
  const admitsPassed = limitSenders({ ...PASSING, elapsed });
  const passOver = followLines(options, () => chatSwitch.isOn, toViewers);
  const chatSwitch = openChatSwitch({
    speakers: options.speakers,
    viewers: options.viewers,
    changed() {
      // What is said while viewers have no part in it stays among the members.
      for (const feed of [toSpeakers, toViewers]) feed.clear();
      passOver();
      options.changed();
    },
  });

  /** False for a line that says nothing, or that is here: a viewer's next speaker gets it again. */
  function isNew({ from, key, text }: ViewerLine): boolean {
    const isKnown = chat.lines().some((one) => one.key === key && one.from === writerOf(from));
    return !isKnown && text.trim() !== "";
  }

  /** Shows a line of a viewer. */
  function show({ from, key, name, text }: ViewerLine, by: string | null): void {
    const shown = { key, from: writerOf(from), name, text, at: now(), mine: false, pending: false };
    chat.add({ ...shown, viewer: { by } });
    const lines = chat.lines();
    const [oldest] = lines.filter(({ viewer }) => viewer).slice(0, -MAX_SHOWN);
    if (oldest) chat.show(lines.filter((one) => one !== oldest));
  }

  function pass({ by, name }: ReceivedControl, line: ViewerLine): void {
    const isTaken = chatSwitch.isOn && line.viewer && line.text.length <= MAX_VIEWER_CHARS;
    if (!isTaken || !isNew(line) || !admitsPassed(by)) return;
    show({ ...line, name: cleanName(line.name) }, name);
  }

  return {
    view: () => ({ on: chatSwitch.isOn, allow: chatSwitch.turn }),
    receive(control) {
      if (!control.text.startsWith('{"type":"viewer-')) return false;
      const message = readWatchingControl(control.text);
      if (message?.type === "viewer-chat") chatSwitch.receive(message);
      else if (message?.type === "viewer-line") pass(control, message);
      return true;
    },
    hear({ by, name }, { key, text }) {
      const line: ViewerLine = { type: "viewer-line", from: by, key, name, text, viewer: true };
      if (!chatSwitch.isOn || !isNew(line) || !admitsLine(by)) return;
      show(line, null);
      toSpeakers.add(line);
    },
    tell() {
      chatSwitch.tell();
      toSpeakers.tell();
      toViewers.tell();
    },
  };
}

/** Writer of a viewer's line on this page: no member, whatever id a viewer has. */
const writerOf = (viewer: string) => `viewer ${viewer}`;

/**
 * Feeds to viewers each line that the page shows from now on, while the chat is open to them; gives
 * what passes over all lines that are there.
 */
function followLines(
  { me, chat, signal }: ViewerChatOptions,
  isOn: () => boolean,
  feed: LineFeed,
): () => void {
  const nameOf = ({ from, key }: ChatLine) => `${from} ${key}`;
  let lines: readonly ChatLine[] = [];
  let known: ReadonlySet<string> = new Set();

  function passOver(): void {
    lines = chat.lines();
    known = new Set(lines.map(nameOf));
  }

  function look(): void {
    const before = known;
    if (chat.lines() === lines) return;
    passOver();
    if (!isOn()) return;
    for (const line of lines) {
      if (before.has(nameOf(line)) || line.file || line.earlier) continue;
      feed.add(lineOf(line, me));
    }
  }

  chat.watch(look, signal);
  return passOver;
}

/** A line as viewers are sent it. */
function lineOf({ key, from, name, text, mine, viewer }: ChatLine, me: string): ViewerLine {
  const writer = mine ? me : from.replace(/^viewer /, "");
  return {
    ...{ type: "viewer-line", key, name, text },
    from: writer,
    viewer: viewer !== undefined,
  };
}
