import { setBounded } from "../../platform/bounded_map.ts";
import { type ChatHistoryLine, MAX_HISTORY } from "../messages/chat_history.ts";
import { lengthPrefixed } from "../security/bytes.ts";
import { verifySignature } from "../security/signing_key.ts";

/** A line of chat with the signature of its writer. */
export type SignedLine = Omit<ChatHistoryLine, "type">;

/** Bytes that the writer of a line signs; they name the room, so that no line is moved to another. */
export function lineBytes(roomId: string, line: Omit<SignedLine, "signature">) {
  const { writer, identityKey, key, at, name, text } = line;
  return lengthPrefixed(["chat-v1", roomId, writer, identityKey, key, `${at}`, name, text]);
}

/** Resolves to true if the owner of its key has signed this line. */
export const isSigned = (roomId: string, line: SignedLine): Promise<boolean> =>
  verifySignature(line.identityKey, line.signature, lineBytes(roomId, line));

/** UTF-16 units of text that one member hands over at most. */
export const MAX_HISTORY_CHARS = 128 * 1024;

/** The last lines whose signatures are known. */
export interface LineSignatures {
  add(line: SignedLine): void;
  has(line: Omit<SignedLine, "signature">): boolean;
  /** The newest ones that are not `known`, within the bounds of a history, the oldest first. */
  without(known: readonly string[]): readonly SignedLine[];
}

/** Opens it empty. */
export function openLineSignatures(): LineSignatures {
  const proofs = new Map<string, SignedLine>();
  const nameOf = ({ writer, identityKey, key }: Omit<SignedLine, "signature">) =>
    `${writer} ${identityKey} ${key}`;
  return {
    add: (line) => setBounded(proofs, nameOf(line), line, MAX_HISTORY),
    has: (line) => proofs.has(nameOf(line)),
    without(known) {
      const found: SignedLine[] = [];
      let chars = 0;
      for (const line of [...proofs.values()].reverse()) {
        if (known.includes(line.key)) continue;
        chars += line.text.length;
        if (chars > MAX_HISTORY_CHARS) break;
        found.unshift(line);
      }
      return found;
    },
  };
}
