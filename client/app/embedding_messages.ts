import { flag, type Infer, literal, object, oneOf, type Shape } from "../../protocol/shape.ts";

/** Mark of every message of this contract; others between the two windows are none of ours. */
export const EMBEDDING = "visavis";

const switched = object({
  type: literal(EMBEDDING),
  command: oneOf("microphone", "camera"),
  on: flag,
});
const hangUp = object({ type: literal(EMBEDDING), command: literal("hang-up") });

/** Command of the page that shows the call in a frame. */
export type EmbeddingCommand = Infer<typeof switched> | Infer<typeof hangUp>;

/** Decodes a command; undefined for what is none. */
export const embeddingCommand: Shape<EmbeddingCommand> = (value) =>
  switched(value) ?? hangUp(value);

/** True for whatever is meant for this contract, well-formed or not. */
export function isEmbedding(value: unknown): boolean {
  return typeof value === "object" && value !== null && Reflect.get(value, "type") === EMBEDDING;
}

/** Event that the page in the frame tells the page around it. Never a name, a link or a key. */
export type EmbeddingEvent =
  /** Commands are heard from now on. */
  | { readonly event: "ready" }
  /** The person is in the call. */
  | { readonly event: "joined" }
  /** The call is over here: the person left, the room was full, or the call is in another tab. */
  | { readonly event: "left"; readonly reason: "hung-up" | "room-full" | "replaced" }
  /** People in the call, this one included. */
  | { readonly event: "participants"; readonly count: number }
  /** The device sends, or does not. */
  | { readonly event: "microphone" | "camera"; readonly on: boolean }
  /** A command was not carried out: it is none, or it would put somebody on the air who has not joined. */
  | { readonly event: "refused"; readonly reason: "unknown-command" | "not-in-call" };
