import { PATHS, PROTOCOLS, SETUPS, VERDICTS } from "./report.ts";
import { MAX_STANDING_OFFER_CHARS } from "./limits.ts";
import { id, sealed } from "./schema.ts";
import { avoidShape, serveShape } from "./audience.ts";
import { endpointAnswerShapes } from "./endpoint.ts";
import { base64url, type Infer, literal, object, oneOf, optional } from "./shape.ts";

/** Messages of a page. `to` is a member id; the server adds `from`. */
export const clientShapes = {
  "client-call": object({ type: literal("client-call"), to: optional(id) }),
  "client-offer": object({ type: literal("client-offer"), to: id, sealed }),
  "client-answer": object({ type: literal("client-answer"), to: id, sealed }),
  "client-candidate": object({ type: literal("client-candidate"), to: id, sealed }),
  // Without an offer, the one before is withdrawn.
  "client-standing-offer": object({
    type: literal("client-standing-offer"),
    sealed: optional(base64url(MAX_STANDING_OFFER_CHARS)),
  }),
  "client-leave": object({ type: literal("client-leave") }),
  "client-ice": object({ type: literal("client-ice") }),
  "client-report": object({
    type: literal("client-report"),
    path: oneOf(...PATHS),
    protocol: optional(oneOf(...PROTOCOLS)),
    setup: optional(oneOf(...SETUPS)),
    verdict: oneOf(...VERDICTS),
  }),
  "client-beat": object({ type: literal("client-beat") }),
  "client-serve": serveShape,
  "client-avoid": avoidShape,
  ...endpointAnswerShapes,
} as const;

export type ClientMessage = Infer<(typeof clientShapes)[keyof typeof clientShapes]>;
