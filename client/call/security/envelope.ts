import { lengthPrefixed } from "./bytes.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { type Hello, letters, readWriter, type Sealed } from "../messages/negotiation.ts";
import { read } from "../messages/read.ts";
import type { Place, Seal } from "./seal.ts";
import type { Session } from "./local_session.ts";
import { signed } from "./signing_key.ts";

/** A sealed body that its writer has signed. */
export interface Letter {
  readonly hello: Hello;
  /** Grows with every letter to the same member. */
  readonly seq: number;
  readonly sealed: Sealed;
}

/** What came of reading one. */
export type Reading =
  | { readonly is: "letter"; readonly letter: Letter }
  /**
   * Not sealed with the room's key, or for another session: the server, or a stranger, or late. Or
   * in words that this version does not know, and signed by who says so.
   */
  | { readonly is: "void" }
  /** Written by somebody who has the room's key, and not by whom it says. */
  | { readonly is: "forged" };

/** Writes and reads what members say to each other before they are connected. */
export interface Letters {
  /** `session` is the receiver's, or `*`. */
  write(to: string, session: string, sealed: Sealed): Promise<string>;
  read(kind: Sealed["kind"], from: string, text: string): Promise<Reading>;
  /** The public key of who has written it, to whomever; null when it was not sealed and signed. */
  writer(place: Place, text: string): Promise<string | null>;
}

const SIGNATURE = 86;
const VOID = { is: "void" } as const;
const FORGED = { is: "forged" } as const;

/** The letters of `me` in this session. */
export function correspond(seal: Seal, session: Session, me: string): Letters {
  const written = new Map<string, number>();

  function said(place: Place, body: string): Uint8Array<ArrayBuffer> {
    return lengthPrefixed(["v1", seal.roomId, place.kind, place.from, place.to, body]);
  }

  return {
    async write(to, addressee, { kind, body }) {
      const seq = (written.get(to) ?? 0) + 1;
      written.set(to, seq);
      const place = { kind, from: me, to };
      const text = JSON.stringify({ hello: session.hello, to: addressee, seq, body });
      return await seal.seal(place, await session.sign(said(place, text)) + text);
    },
    async writer(place, text) {
      const opened = await seal.open(place, text);
      const json = opened?.slice(SIGNATURE) ?? "";
      const idk = readWriter(json);
      const signature = opened?.slice(0, SIGNATURE) ?? "";
      return idk && await signed(idk, signature, said(place, json)) ? idk : null;
    },
    async read(kind, from, text) {
      const place = { kind, from, to: me };
      const opened = await seal.open(place, text);
      if (opened === null) return VOID;
      const [signature, json] = [opened.slice(0, SIGNATURE), opened.slice(SIGNATURE)];
      // Whoever has written it, it is no forgery when the signature is right and the words are odd.
      const idk = readWriter(json);
      if (!idk || !await signed(idk, signature, said(place, json))) return FORGED;
      const found = decode(kind, json);
      if (!found) return VOID;
      const { to, ...letter } = found;
      const { hello, sealed } = letter;
      if (to !== "*" && to !== session.hello.sid) return VOID;
      const described = "sdp" in sealed.body ? fingerprintOf(sealed.body.sdp) : hello.fp;
      return described === hello.fp ? { is: "letter", letter } : FORGED;
    },
  };
}

function decode(kind: Sealed["kind"], json: string): (Letter & { to: string }) | undefined {
  switch (kind) {
    case "client-candidate": {
      const found = read(letters[kind], json);
      return found && { ...found, sealed: { kind, body: found.body } };
    }
    case "client-offer": {
      const found = read(letters[kind], json);
      return found && { ...found, sealed: { kind, body: found.body } };
    }
    case "client-answer": {
      const found = read(letters[kind], json);
      return found && { ...found, sealed: { kind, body: found.body } };
    }
  }
}
