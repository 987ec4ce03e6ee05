import { ID, MAX_MEMBERS, MAX_VIEWERS } from "./limits.ts";
import { type Infer, integer, list, literal, object, optional, text } from "./shape.ts";

const id = text(22, ID);
/** Number of viewers, up to the largest that a setting allows. */
const count = integer(0, 2 * MAX_VIEWERS);

/** Fields of an offer to serve: viewers at most, besides the players that are served now. */
const offer = { viewers: count, players: count } as const;
export const offerShape = object(offer);

/** A page offers to serve those who watch; the server answers with the audience. */
export const serveShape = object({ type: literal("client-serve"), ...offer });

/** A viewer gets nothing of this speaker, and asks for another; without `speaker` that is over. */
export const avoidShape = object({ type: literal("client-avoid"), speaker: optional(id) });

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
    /** Speakers of whom viewers get nothing: they are assigned last. */
    avoids: list(object({ viewer: id, speaker: id }), 2 * MAX_VIEWERS),
    /** Number of players, each of which takes the place of a viewer. */
    players: count,
    /** Viewers that the server lets into one room. */
    limit: count,
  }),
} as const;

export type ServeOffer = Infer<typeof offerShape>;

/** Those who watch, and those who offer to serve them. */
export type AudienceMessage = Infer<(typeof audienceShapes)[keyof typeof audienceShapes]>;
