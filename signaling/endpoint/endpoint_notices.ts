import { endpointRefusal, ID, MAX_ENDPOINT_SDP_CHARS } from "../../protocol/mod.ts";
import {
  type Infer,
  literal,
  object,
  oneOf,
  optional,
  type Shape,
  text,
} from "../../protocol/shape.ts";

const id = text(22, ID);
const sdp = text(MAX_ENDPOINT_SDP_CHARS);

const offer = object({ act: literal("offer"), sdp, address: optional(text(64)) });
const candidates = object({
  act: literal("candidates"),
  session: id,
  sdp,
  /** User name fragment of the ICE session that they belong to. */
  ufrag: optional(text(256)),
});
const end = object({ act: literal("end"), session: id });

/** Wish of a publisher for a page that has subscribed to its topic. */
export type EndpointRequest = Infer<typeof offer | typeof candidates | typeof end>;
const request: Shape<EndpointRequest> = (value) => offer(value) ?? candidates(value) ?? end(value);

const answered = object({ is: literal("answered"), session: id, sdp });
const refused = object({ is: literal("refused"), code: endpointRefusal });
const other = object({
  /** Nobody listens, or no such session; no page has answered; done; an ICE restart was asked for. */
  is: oneOf("unknown", "silent", "done", "restart"),
});

/** Result of a request. */
export type EndpointReply = Infer<typeof answered | typeof refused | typeof other>;
const reply: Shape<EndpointReply> = (value) => answered(value) ?? refused(value) ?? other(value);

/**
 * Notices about endpoints. A request is carried out for a ticket alone, which is given to who has just
 * asked, and once: a recording carries nothing out.
 */
export const endpointNotices = {
  /** Announced: asks who has a subscriber of the topic, or this session of it. */
  "endpoint-seek": object({
    type: literal("endpoint-seek"),
    topic: id,
    query: id,
    session: optional(id),
  }),
  "endpoint-here": object({ type: literal("endpoint-here"), query: id, ticket: id }),
  "endpoint-request": object({ type: literal("endpoint-request"), ticket: id, request }),
  "endpoint-reply": object({ type: literal("endpoint-reply"), ticket: id, reply }),
};

export type EndpointNotice = Infer<(typeof endpointNotices)[keyof typeof endpointNotices]>;
