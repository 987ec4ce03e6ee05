import { ID } from "./limits.ts";
import { type Infer, literal, object, oneOf, optional, text } from "./shape.ts";

/** Characters of a studio's offer or of its answer. */
export const MAX_STUDIO_SDP_CHARS = 65_536;

const id = text(22, ID);
const sdp = text(MAX_STUDIO_SDP_CHARS);

/**
 * Messages of the server to a page that listens for a studio. Apart from the others: a page decodes
 * them once it has listened, and no earlier.
 */
export const studioShapes = {
  /** A publisher's offer; the address is its own as the server saw it. */
  "studio-offer": object({
    type: literal("studio-offer"),
    session: id,
    sdp,
    address: optional(text(64)),
  }),
  /** Candidates that the publisher has found since, as an SDP fragment (RFC 8840). */
  "studio-candidate": object({ type: literal("studio-candidate"), session: id, sdp }),
  /** The publisher has ended, or another page was asked. */
  "studio-end": object({ type: literal("studio-end"), session: id }),
} as const;

/** Reasons of a page for which it does not take a studio's offer. */
export const studioRefusal = oneOf("streaming", "codec", "sharing", "failed");

/** Messages of a page that listens for a studio. */
export const studioAnswerShapes = {
  /** Subscribes to a studio's topic from now on; without one, to none. */
  "client-studio": object({ type: literal("client-studio"), topic: optional(id) }),
  "client-studio-answer": object({ type: literal("client-studio-answer"), session: id, sdp }),
  "client-studio-refuse": object({
    type: literal("client-studio-refuse"),
    session: id,
    code: studioRefusal,
  }),
  /** The stream of this session is over. */
  "client-studio-end": object({ type: literal("client-studio-end"), session: id }),
} as const;

export type StudioMessage = Infer<(typeof studioShapes)[keyof typeof studioShapes]>;
export type StudioRefusal = Infer<typeof studioRefusal>;
export type ClientStudioMessage = Infer<
  (typeof studioAnswerShapes)[keyof typeof studioAnswerShapes]
>;
