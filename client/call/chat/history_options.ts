import type { Clock } from "../../platform/clock.ts";
import type { ChatLine } from "../../state/call_state.ts";
import type { ChatHistoryMessage } from "../messages/chat_history.ts";
import type { SigningKey } from "../security/signing_key.ts";
import type { SignedLine } from "./line_signatures.ts";

/** Another member, as far as lines are handed over. */
export interface HistoryMember {
  readonly id: string;
  /** Public signing key under which it is connected; null while it is not. */
  readonly identityKey: string | null;
  /** False when the message could not be sent. */
  send(message: ChatHistoryMessage): boolean;
}

/** Options of {@link openChatHistory}. */
export interface ChatHistoryOptions {
  readonly me: { readonly id: string; readonly signer: SigningKey };
  readonly roomId: string;
  /** Resolves to true if the owner of its key has signed this line in this room. */
  readonly isSigned: (line: SignedLine) => Promise<boolean>;
  readonly clock: Pick<Clock, "now" | "elapsed" | "later">;
  /** Milliseconds since 1970 at which this stay in the room began. */
  readonly began: number;
  readonly members: () => readonly HistoryMember[];
  readonly chat: {
    lines(): readonly ChatLine[];
    show(lines: readonly ChatLine[]): void;
    watch(changed: () => void, signal: AbortSignal): void;
  };
  readonly signal: AbortSignal;
}
