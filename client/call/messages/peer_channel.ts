import { ID } from "../../../protocol/mod.ts";
import {
  type Infer,
  list,
  literal,
  object,
  oneOf,
  type Shape,
  text,
} from "../../../protocol/shape.ts";
import { about } from "./about.ts";
import { readTyped } from "./read.ts";

const id = text(22, ID);
const hash = text(43, /^[A-Za-z0-9_-]{43}$/);
/** The longest sealed body that a member hands over. */
const MAX_FORWARDED_CHARS = 48 * 1024;
/** The longest chat line, in UTF-16 units. */
export const MAX_CHAT_CHARS = 4000;

const chat = object({ type: literal("chat"), key: id, text: text(MAX_CHAT_CHARS) });
const beat = object({ type: literal("beat"), connected: list(id, 16) });
const forward = object({
  type: literal("forward"),
  kind: oneOf("client-offer", "client-answer", "client-candidate", "client-call"),
  from: id,
  to: id,
  sealed: text(MAX_FORWARDED_CHARS, /^[A-Za-z0-9_-]*$/),
});

const told = object({ type: literal("about"), about });
const chatReceived = object({ type: literal("chat-received"), key: id });
const keyFrame = object({ type: literal("key-frame") });
const sasReveal = object({ type: literal("sas-reveal"), secret: hash });
const bye = object({ type: literal("bye") });

const channelShapes = new Map<string, Shape<ChannelMessage>>(
  Object.entries({
    about: told,
    chat,
    "chat-received": chatReceived,
    beat,
    "key-frame": keyFrame,
    forward,
    "sas-reveal": sasReveal,
    bye,
  }),
);

/** A line of chat, told until the other page says that it has it. */
export type ChatMessage = Infer<typeof chat>;
/** A message that the server would carry, forwarded by a member; sealed for its receiver. */
export type ForwardedMessage = Infer<typeof forward>;
/** A message on the data channel. */
export type ChannelMessage =
  | Infer<typeof told>
  | ChatMessage
  | Infer<typeof chatReceived>
  /** I am here, and these are the members whom I am connected with. */
  | Infer<typeof beat>
  /** A picture of yours stands still here although packets of it come in. */
  | Infer<typeof keyFrame>
  | ForwardedMessage
  /** Secret that was committed to with the description of this connection. */
  | Infer<typeof sasReveal>
  | Infer<typeof bye>;

/** Decodes a message of the data channel; undefined when it is none that this version knows. */
export function readChannelMessage(json: string): ChannelMessage | undefined {
  return readTyped(channelShapes, json);
}
