import { ID } from "./limits.ts";
import { type Infer, literal, object, oneOf, optional, text } from "./shape.ts";

/** Characters of a client's offer or of its answer. */
export const MAX_ENDPOINT_SDP_CHARS = 65_536;

/** Kinds of endpoints: for studios that publish (WHIP), and for players that watch (WHEP). */
export const ENDPOINT_KINDS = ["studio", "watch"] as const;
export type EndpointKind = (typeof ENDPOINT_KINDS)[number];

const id = text(22, ID);
const sdp = text(MAX_ENDPOINT_SDP_CHARS);
const kind = oneOf(...ENDPOINT_KINDS);

/**
 * Messages of the server to a page that listens at an endpoint of its call. Apart from the others: a
 * page decodes them once it has listened, and no earlier.
 */
export const endpointShapes = {
  /** A client's offer; the address is its own as the server saw it. */
  "endpoint-offer": object({
    type: literal("endpoint-offer"),
    kind,
    session: id,
    sdp,
    address: optional(text(64)),
  }),
  /** Candidates that the client has found since, as an SDP fragment (RFC 8840). */
  "endpoint-candidate": object({ type: literal("endpoint-candidate"), session: id, sdp }),
  /** The client has ended, or another page was asked. */
  "endpoint-end": object({ type: literal("endpoint-end"), session: id }),
} as const;

/** Reasons of a page for which it does not take a client's offer. */
export const endpointRefusal = oneOf("streaming", "codec", "sharing", "locked", "full", "failed");

/** Messages of a page that listens at an endpoint. */
export const endpointAnswerShapes = {
  /** Listens at a topic from now on; without one, at none of this kind. */
  "client-endpoint": object({ type: literal("client-endpoint"), kind, topic: optional(id) }),
  "client-endpoint-answer": object({ type: literal("client-endpoint-answer"), session: id, sdp }),
  "client-endpoint-refuse": object({
    type: literal("client-endpoint-refuse"),
    session: id,
    code: endpointRefusal,
  }),
  /** The session is over. */
  "client-endpoint-end": object({ type: literal("client-endpoint-end"), session: id }),
} as const;

export type EndpointMessage = Infer<(typeof endpointShapes)[keyof typeof endpointShapes]>;
export type EndpointRefusal = Infer<typeof endpointRefusal>;
export type ClientEndpointMessage = Infer<
  (typeof endpointAnswerShapes)[keyof typeof endpointAnswerShapes]
>;
