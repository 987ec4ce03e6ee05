import { ID } from "../../../protocol/mod.ts";
import {
  type Infer,
  integer,
  list,
  object,
  oneOf,
  optional,
  text,
} from "../../../protocol/shape.ts";
import { about } from "./about.ts";
import { read } from "./read.ts";

const id = text(22, ID);
const MAX_CANDIDATE_CHARS = 1024;
const MAX_SDP_CHARS = 48 * 1024;

const candidate = object({ candidate: text(MAX_CANDIDATE_CHARS), mid: text(16) });
/** Candidates of one envelope; a browser that has found more sends several. */
export const MAX_CANDIDATES = 50;

const hash = text(43, /^[A-Za-z0-9_-]{43}$/);
const sdp = text(MAX_SDP_CHARS);

const identityKey = text(87, /^[A-Za-z0-9_-]{87}$/);
/** Identity of a session: its id, its public signing key, the fingerprint of its certificate. */
const session = object({ sessionId: id, identityKey: identityKey, fingerprint: hash });
const signer = object({ session: object({ identityKey: identityKey }) });

/**
 * Frame of every body: who writes, to which session of the receiver (`*` when none is
 * known yet), and how many envelopes it has written to this member so far: 0 in a standing offer,
 * which is for whoever comes next.
 */
const head = { session, to: text(22, /^(?:\*|[A-Za-z0-9_-]{22})$/), seq: integer(0, 2 ** 31) };

/** An SDP offer (RFC 8829) for the connection that `connection` names; `commit` fixes this side's part of the code. */
const offer = object({ connection: id, sdp, commit: hash, about });
/** The answer, which names the SHA-256 of the offer's SDP. */
const answer = object({ connection: id, sdp, commit: hash, about, offer: hash });

/**
 * ICE candidates (RFC 8838) of the connection that `connection` names, in the order they were found. Or, with no
 * candidates, what is said before a locked call is entered: who knocks gives a name, who is inside the
 * number of the lock.
 */
const candidates = object({
  connection: id,
  candidates: list(candidate, MAX_CANDIDATES),
  lock: optional(oneOf("locked", "denied", "knock")),
  name: optional(text(256)),
  count: optional(integer(1, 2 ** 31)),
});

/** Sealed content, by the kind of its message. */
export const envelopes = {
  "client-offer": object({ ...head, body: offer }),
  "client-answer": object({ ...head, body: answer }),
  "client-candidate": object({ ...head, body: candidates }),
};

export type SessionInfo = Infer<typeof session>;
export type Offer = Infer<typeof offer>;
export type Answer = Infer<typeof answer>;
export type Candidates = Infer<typeof candidates>;

/** Content of a sealed body, by the kind of its message. */
export type NegotiationMessage =
  | { readonly kind: "client-offer"; readonly body: Offer }
  | { readonly kind: "client-answer"; readonly body: Answer }
  | { readonly kind: "client-candidate"; readonly body: Candidates };

/** The public signing key of who says to have written an envelope, whatever else is in it. */
export function readSigner(json: string): string | undefined {
  return read(signer, json)?.session.identityKey;
}
