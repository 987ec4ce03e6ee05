import { ID, MAX_STUDIO_SDP_CHARS, studioRefusal } from "../../protocol/mod.ts";
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
const sdp = text(MAX_STUDIO_SDP_CHARS);

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
export type StudioRequest = Infer<typeof offer | typeof candidates | typeof end>;
const request: Shape<StudioRequest> = (value) => offer(value) ?? candidates(value) ?? end(value);

const answered = object({ is: literal("answered"), session: id, sdp });
const refused = object({ is: literal("refused"), code: studioRefusal });
const other = object({
  /** Nobody listens, or no such session; no page has answered; done; an ICE restart was asked for. */
  is: oneOf("unknown", "silent", "done", "restart"),
});

/** Result of a request. */
export type StudioReply = Infer<typeof answered | typeof refused | typeof other>;
const reply: Shape<StudioReply> = (value) => answered(value) ?? refused(value) ?? other(value);

/**
 * Notices about studios. A request is carried out for a ticket alone, which is given to who has just
 * asked, and once: a recording carries nothing out.
 */
export const studioNotices = {
  /** Announced: asks who has a subscriber of the topic, or this session of it. */
  "studio-seek": object({
    type: literal("studio-seek"),
    topic: id,
    query: id,
    session: optional(id),
  }),
  "studio-here": object({ type: literal("studio-here"), query: id, ticket: id }),
  "studio-request": object({ type: literal("studio-request"), ticket: id, request }),
  "studio-reply": object({ type: literal("studio-reply"), ticket: id, reply }),
};

export type StudioNotice = Infer<(typeof studioNotices)[keyof typeof studioNotices]>;
