import { limitSenders } from "../../platform/sender_limit.ts";
import type { ChatLine } from "../../state/call_state.ts";
import { type ChatSignature, MAX_HISTORY, readChatHistory } from "../messages/chat_history.ts";
import { readType } from "../messages/read.ts";
import type { ReceivedControl } from "../room/policy.ts";
import { lineBytes, openLineSignatures, type SignedLine } from "./line_signatures.ts";
import type { ChatHistoryOptions } from "./history_options.ts";
import { openHistoryReceiver } from "./history_receiver.ts";

/** Chat for those who come later. */
export interface ChatHistory {
  /** Takes a message if it is about what was said before; false for others. */
  receive(control: ReceivedControl): boolean;
}

/** Milliseconds after entering for which members are asked, and between two of them. */
const ASKING_MS = 60_000;
const ASK_EVERY_MS = 1000;
/** Signatures of one member at once, and requests; milliseconds until one more is heard. */
const SIGNATURES = { burst: 50, everyMs: 100 };
const REQUESTS = { burst: 2, everyMs: 30_000 };

/**
 * Signs the own lines, keeps the last signed ones of everybody, hands them over to those who come
 * later and ask, and asks those who were here before.
 */
export function openChatHistory(options: ChatHistoryOptions): ChatHistory {
  const { me, roomId, isSigned, clock, members, chat, signal } = options;
  const signatures = openLineSignatures();
  const receiver = openHistoryReceiver(options, signatures);
  const admitsSignature = limitSenders({ ...SIGNATURES, elapsed: clock.elapsed });
  const admitsRequest = limitSenders({ ...REQUESTS, elapsed: clock.elapsed });
  const signed = new Set<string>();
  const asked = new Set<string>();
  const entered = clock.elapsed();

  async function sign({ key, at, name, text }: ChatLine): Promise<void> {
    const line = { writer: me.id, identityKey: me.signer.publicKey, key, at, name, text };
    const signature = await me.signer.sign(lineBytes(roomId, line));
    if (signal.aborted) return;
    signatures.add({ ...line, signature });
    for (const member of members()) {
      member.send({ type: "chat-signature", key, at, name, signature });
    }
  }

  function signOwn(): void {
    for (const line of chat.lines()) {
      const isNew = line.mine && !line.file && !line.earlier && !signed.has(line.key);
      // What was said before a move to another link was said in another room.
      if (!isNew || line.at < options.began) continue;
      signed.add(line.key);
      void sign(line);
    }
  }

  /** Keeps the signature of a line that this page was told. */
  async function keep(by: string, { key, at, name, signature }: ChatSignature): Promise<void> {
    const identityKey = members().find(({ id }) => id === by)?.identityKey;
    const line = chat.lines().find((one) => one.key === key && one.from === by);
    if (!identityKey || !line || line.file || !admitsSignature(by)) return;
    const said: SignedLine = { writer: by, identityKey, key, at, name, text: line.text, signature };
    // What is not right is not handed over: who does so would seem to have forged it.
    if (!signatures.has(said) && await isSigned(said) && !signal.aborted) {
      signatures.add(said);
    }
  }

  function handOver(to: string, known: readonly string[]): void {
    const member = members().find(({ id }) => id === to);
    if (!member?.identityKey || !admitsRequest(to)) return;
    for (const line of signatures.without(known)) {
      if (!member.send({ type: "chat-history", ...line })) return;
    }
  }

  function ask(): void {
    const next = members().find(({ id, identityKey }) => identityKey && !asked.has(id));
    const known = chat.lines().map(({ key }) => key).slice(-MAX_HISTORY);
    if (next?.send({ type: "chat-history-ask", known })) {
      asked.add(next.id);
      receiver.expect(next.id);
    }
    if (clock.elapsed() < entered + ASKING_MS) clock.later(ASK_EVERY_MS, ask, signal);
  }

  chat.watch(signOwn, signal);
  signOwn();
  ask();
  return {
    receive({ by, name, text }) {
      if (!readType(text)?.startsWith("chat-")) return false;
      const message = signal.aborted ? undefined : readChatHistory(text);
      if (message?.type === "chat-signature") void keep(by, message);
      else if (message?.type === "chat-history-ask") handOver(by, message.known);
      else if (message) receiver.take({ id: by, name }, message);
      return true;
    },
  };
}
