import { ID } from "../../../protocol/mod.ts";
import {
  type Infer,
  integer,
  list,
  literal,
  object,
  type Shape,
  text,
} from "../../../protocol/shape.ts";
import { MAX_CHAT_CHARS } from "./peer_channel.ts";
import { readTyped } from "./read.ts";

/** Lines that a member hands over at most. */
export const MAX_HISTORY = 200;

const id = text(22, ID);
/** Milliseconds since 1970 on the writer's clock (ECMA-262 §21.4.1.1). */
const at = integer(0, 8.64e15);
const name = text(256);
const signature = text(86, /^[A-Za-z0-9_-]{86}$/);

/** Signature of a line that was just said, with what is signed besides its text. */
const signed = object({ type: literal("chat-signature"), key: id, at, name, signature });
/** Asks for the last lines, but for those that are known. */
const ask = object({ type: literal("chat-history-ask"), known: list(id, MAX_HISTORY) });
/** A line that somebody has said before, with the signature of its writer. */
const line = object({
  type: literal("chat-history"),
  writer: id,
  identityKey: text(87, /^[A-Za-z0-9_-]{87}$/),
  key: id,
  at,
  name,
  text: text(MAX_CHAT_CHARS),
  signature,
});

const shapes = new Map<string, Shape<ChatHistoryMessage>>(
  Object.entries({ "chat-signature": signed, "chat-history-ask": ask, "chat-history": line }),
);

export type ChatSignature = Infer<typeof signed>;
export type ChatHistoryLine = Infer<typeof line>;
/** Messages of two members about what was said before one of them came. */
export type ChatHistoryMessage = ChatSignature | Infer<typeof ask> | ChatHistoryLine;

/** Decodes it; undefined when it is none that this version knows. */
export function readChatHistory(json: string): ChatHistoryMessage | undefined {
  return readTyped(shapes, json);
}
