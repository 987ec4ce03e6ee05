import { lengthPrefixed } from "./bytes.ts";
import { fingerprintOf } from "./fingerprint.ts";
import {
  envelopes,
  type NegotiationMessage,
  readSigner,
  type SessionInfo,
} from "../messages/negotiation.ts";
import { read } from "../messages/read.ts";
import type { MessagePlace, Seal } from "./seal.ts";
import type { LocalSession } from "./local_session.ts";
import { verifySignature } from "./signing_key.ts";

/** A sealed body that its writer has signed. */
export interface Envelope {
  readonly session: SessionInfo;
  /** Grows with every envelope to the same member; 0 in a standing offer. */
  readonly seq: number;
  readonly message: NegotiationMessage;
}

/** Receiver of a standing offer, and a session that is not known yet. */
export const ANYBODY = "*";

/** Result of opening an envelope. */
export type OpenedEnvelope =
  | { readonly is: "envelope"; readonly envelope: Envelope }
  /**
   * Not sealed with the room's key, or for another session: the server, or a stranger, or late. Or
   * in words that this version does not know, and signed by who says so.
   */
  | { readonly is: "dropped" }
  /** Written by somebody who has the room's key, and not by whom it says. */
  | { readonly is: "forged" };

/** Writes and reads what members say to each other before they are connected. */
export interface Envelopes {
  /** Derives the key that opens what this member is about to send. */
  expect(from: string): void;
  /** `session` is the receiver's, or `*`; an offer to {@link ANYBODY} is a standing offer. */
  seal(to: string, session: string, sealed: NegotiationMessage): Promise<string>;
  /** Opens what came to this page, or, with `to`, to {@link ANYBODY}. */
  open(
    kind: NegotiationMessage["kind"],
    from: string,
    text: string,
    to?: string,
  ): Promise<OpenedEnvelope>;
  /** The public key of who has written it, to whomever; null when it was not sealed and signed. */
  signerOf(place: MessagePlace, text: string): Promise<string | null>;
}

const SIGNATURE_CHARS = 86;
const DROPPED = { is: "dropped" } as const;
const FORGED = { is: "forged" } as const;

/** The envelopes of `me` in this session. */
export function createEnvelopes(seal: Seal, session: LocalSession, me: string): Envelopes {
  const written = new Map<string, number>();

  function signedBytes(place: MessagePlace, body: string): Uint8Array<ArrayBuffer> {
    return lengthPrefixed(["v1", seal.roomId, place.kind, place.from, place.to, body]);
  }

  /** JSON that was sealed for this place, and the key of its signer; no key is a wrong signature. */
  async function unseal(place: MessagePlace, text: string) {
    const opened = await seal.open(place, text);
    if (opened === null) return null;
    const json = opened.slice(SIGNATURE_CHARS);
    const signer = readSigner(json);
    const signature = opened.slice(0, SIGNATURE_CHARS);
    const signed = signer && await verifySignature(signer, signature, signedBytes(place, json));
    return { json, signer: signed ? signer : null };
  }

  // This page's first words are sealed as soon as somebody is there.
  seal.prepare(me);
  return {
    expect: seal.prepare,
    async seal(to, addressee, { kind, body }) {
      const seq = to === ANYBODY ? 0 : (written.get(to) ?? 0) + 1;
      written.set(to, seq);
      const place = { kind, from: me, to };
      const text = JSON.stringify({ session: session.info, to: addressee, seq, body });
      return await seal.seal(place, await session.sign(signedBytes(place, text)) + text);
    },
    signerOf: async (place, text) => (await unseal(place, text))?.signer ?? null,
    async open(kind, from, text, receiver = me) {
      const unsealed = await unseal({ kind, from, to: receiver }, text);
      if (!unsealed) return DROPPED;
      // Whoever has written it, it is no forgery when the signature is right and the words are odd.
      if (!unsealed.signer) return FORGED;
      const found = decode(kind, unsealed.json);
      if (!found || !found.seq !== (receiver === ANYBODY)) return DROPPED;
      const { to, ...envelope } = found;
      const { session: sessionInfo, message: sealed } = envelope;
      if (to !== ANYBODY && to !== session.info.sessionId) return DROPPED;
      const described = "sdp" in sealed.body
        ? fingerprintOf(sealed.body.sdp)
        : sessionInfo.fingerprint;
      return described === sessionInfo.fingerprint ? { is: "envelope", envelope } : FORGED;
    },
  };
}

function decode(
  kind: NegotiationMessage["kind"],
  json: string,
): (Envelope & { to: string }) | undefined {
  switch (kind) {
    case "client-candidate": {
      const found = read(envelopes[kind], json);
      return found && { ...found, message: { kind, body: found.body } };
    }
    case "client-offer": {
      const found = read(envelopes[kind], json);
      return found && { ...found, message: { kind, body: found.body } };
    }
    case "client-answer": {
      const found = read(envelopes[kind], json);
      return found && { ...found, message: { kind, body: found.body } };
    }
  }
}
