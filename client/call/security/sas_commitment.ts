import type { Hello } from "../messages/negotiation.ts";
import type { Half, Pact } from "./sas_secret.ts";

/** Options of one member's half of the code. */
export interface CommitmentOptions {
  /** The own session. */
  readonly hello: Hello;
  readonly commit: (secret: string, hello: Hello) => Promise<string>;
  /** The secret is not the one that was committed to. */
  readonly forged: () => void;
  readonly told: () => void;
}

/** A connection, as far as the code is tied to it. */
export interface CommittedConnection {
  /** This side's secret, revealed once the partner's commitment is known. */
  readonly secret: string;
  partner(): { readonly hello: Hello; readonly commit: string } | null;
}

/** A member's half of the code, which holds for one connection. */
export interface Commitment {
  /** Takes the secret that the member tells on this connection; the first one counts. */
  reveal(on: CommittedConnection, secret: string): Promise<void>;
  /** Both halves; null until the member has told its own on this connection. */
  halves(on: CommittedConnection | null): Pact["halves"] | null;
}

/** Opens it before anything is told. */
export function openCommitment({ hello, commit, forged, told }: CommitmentOptions): Commitment {
  let known: { readonly on: CommittedConnection; readonly half: Half } | null = null;
  return {
    async reveal(on, secret) {
      const partner = on.partner();
      if (!partner || known?.on === on) return;
      const half = { hello: partner.hello, secret };
      if (await commit(secret, partner.hello) !== partner.commit) return forged();
      known = { on, half };
      told();
    },
    halves(on) {
      return known && known.on === on ? [{ hello, secret: on.secret }, known.half] : null;
    },
  };
}
