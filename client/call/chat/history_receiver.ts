import type { ChatLine } from "../../state/call_state.ts";
import { cleanName } from "../messages/about.ts";
import { MAX_HISTORY } from "../messages/chat_history.ts";
import type { ChatHistoryOptions } from "./history_options.ts";
import { type LineSignatures, MAX_HISTORY_CHARS, type SignedLine } from "./line_signatures.ts";

/** Receiver of the lines that members hand over. */
export interface HistoryReceiver {
  /** Takes lines of this member from now on, within bounds. */
  expect(id: string): void;
  take(by: { readonly id: string; readonly name: string }, line: SignedLine): void;
}

/** Amount that a member may still hand over. */
interface Allowance {
  lines: number;
  chars: number;
  /** Lines whose signatures are wrong, or speak for somebody who is somebody else. */
  wrong: number;
}

/** Wrong lines after which nothing more of a member's history is read. */
const MAX_WRONG = 3;
/** Lines are shown together, in ms. */
const SHOW_AFTER_MS = 100;

/**
 * Opens it. Each line is held against the signature of its writer. A writer who is here has to have
 * the key that their connection has shown; of others nothing is known but that one key has signed.
 */
export function openHistoryReceiver(
  options: ChatHistoryOptions,
  signatures: LineSignatures,
): HistoryReceiver {
  const { me, isSigned, clock, members, chat, signal } = options;
  const allowances = new Map<string, Allowance>();
  let fresh: readonly ChatLine[] = [];
  let checking: Promise<void> = Promise.resolve();

  /** True if the line speaks for nobody who is known to have another key. */
  function isPlausible({ writer, identityKey }: SignedLine): boolean {
    const known = writer === me.id
      ? me.signer.publicKey
      : members().find(({ id }) => id === writer)?.identityKey;
    return !known || known === identityKey;
  }

  const isShown = ({ writer, key }: SignedLine) =>
    chat.lines().some((one) =>
      !one.earlier && one.key === key && (one.mine ? me.id : one.from) === writer
    );

  async function check(by: string, line: SignedLine, allowance: Allowance): Promise<void> {
    if (signal.aborted || allowance.wrong >= MAX_WRONG || signatures.has(line)) return;
    const right = isPlausible(line) && await isSigned(line);
    if (!right) allowance.wrong++;
    if (!right || signal.aborted || isShown(line)) return;
    signatures.add(line);
    add(by, line);
  }

  function add(by: string, { writer, identityKey, key, at, name, text }: SignedLine): void {
    if (fresh.length === 0) clock.later(SHOW_AFTER_MS, show, signal);
    const mine = writer === me.id;
    fresh = [...fresh, {
      key,
      from: mine ? "me" : writer,
      name: cleanName(name),
      mine,
      text,
      // A writer's clock may be fast: nothing was said in the future.
      at: Math.min(at, clock.now()),
      pending: false,
      earlier: { by, identityKey },
    }];
  }

  /** Shows what has come, by its time, before all that this page has heard itself. */
  function show(): void {
    const lines = chat.lines();
    const earlier = [...lines.filter((one) => one.earlier), ...fresh];
    fresh = [];
    chat.show([
      ...earlier.sort((a, b) => a.at - b.at),
      ...lines.filter((one) => !one.earlier),
    ]);
  }

  return {
    expect: (id) =>
      void allowances.set(id, { lines: MAX_HISTORY, chars: MAX_HISTORY_CHARS, wrong: 0 }),
    take(by, line) {
      const allowance = allowances.get(by.id);
      // Nobody has asked, or it is more than a history.
      if (!allowance || allowance.lines <= 0 || allowance.chars < line.text.length) return;
      allowance.lines--;
      allowance.chars -= line.text.length;
      checking = checking.then(() => check(by.name, line, allowance));
    },
  };
}
