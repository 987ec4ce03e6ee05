import { ID, MAX_MEMBERS, MAX_VIEWERS } from "./limits.ts";
import { type Infer, integer, list, literal, object, text } from "./shape.ts";

const id = text(22, ID);
/** Number of viewers, up to the largest that a setting allows. */
const count = integer(0, 2 * MAX_VIEWERS);

/** A page serves so many viewers at most; the server answers with the audience. */
export const serveShape = object({ type: literal("client-serve"), viewers: count });

/**
 * Messages of the server about those who watch. Apart from the others: a page decodes them once its
 * deferred part is there, and no earlier.
 */
export const audienceShapes = {
  audience: object({
    type: literal("audience"),
    /** Speakers that are here and offer to serve, and how many viewers each. */
    serving: list(object({ id, viewers: count }), MAX_MEMBERS),
    viewers: list(id, 2 * MAX_VIEWERS),
    /** Viewers that the server lets into one room. */
    limit: count,
  }),
} as const;

/** Those who watch, and those who offer to serve them. */
export type AudienceMessage = Infer<(typeof audienceShapes)[keyof typeof audienceShapes]>;
