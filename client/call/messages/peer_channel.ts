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
import { read } from "./read.ts";

const id = text(22, ID);
const hash = text(43, /^[A-Za-z0-9_-]{43}$/);
/** The longest chat line, in UTF-16 units. */
export const MAX_CHAT = 4000;

const chat = object({ type: literal("chat"), key: id, text: text(MAX_CHAT) });
const beat = object({ type: literal("beat"), sees: list(id, 16) });
const pass = object({
  type: literal("pass"),
  kind: oneOf("client-offer", "client-answer", "client-candidate", "client-call"),
  from: id,
  to: id,
  sealed: text(48 * 1024, /^[A-Za-z0-9_-]*$/),
});

const told = object({ type: literal("about"), about });
const got = object({ type: literal("got"), key: id });
const keyFrame = object({ type: literal("key-frame") });
const reveal = object({ type: literal("reveal"), secret: hash });
const bye = object({ type: literal("bye") });

const talks = new Map<string, Shape<Talk>>(
  Object.entries({ about: told, chat, got, beat, "key-frame": keyFrame, pass, reveal, bye }),
);

/** A line of chat, told until the other page says that it has it. */
export type Chat = Infer<typeof chat>;
/** What else the server would carry, carried by a member; sealed for the one it is for. */
export type Pass = Infer<typeof pass>;
/** A message on the data channel. */
export type Talk =
  | Infer<typeof told>
  | Chat
  | Infer<typeof got>
  /** I am here, and these are the members whom I am connected with. */
  | Infer<typeof beat>
  /** A picture of yours stands still here although packets of it come in. */
  | Infer<typeof keyFrame>
  | Pass
  /** What was committed to with the description of this connection. */
  | Infer<typeof reveal>
  | Infer<typeof bye>;

/** Decodes a message of the data channel; undefined when it is none that this version knows. */
export function readTalk(json: string): Talk | undefined {
  return read((value) => {
    if (typeof value !== "object" || value === null || !("type" in value)) return undefined;
    return typeof value.type === "string" ? talks.get(value.type)?.(value) : undefined;
  }, json);
}
