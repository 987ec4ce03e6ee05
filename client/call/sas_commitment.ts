import type { Connection } from "./connection.ts";
import type { Hello } from "./payload.ts";
import type { Half, Pact } from "./sas.ts";

/** Options of one member's half of the code. */
export interface CommitmentOptions {
  /** The own session. */
  readonly hello: Hello;
  readonly commit: (secret: string, hello: Hello) => Promise<string>;
  /** The secret is not the one that was committed to. */
  readonly forged: () => void;
  readonly told: () => void;
}

/** A member's half of the code, which holds for one connection. */
export interface Commitment {
  /** Takes the secret that the member tells on this connection; the first one counts. */
  reveal(on: Connection, secret: string): Promise<void>;
  /** Both halves; null until the member has told its own on this connection. */
  halves(on: Connection | null): Pact["halves"] | null;
}

/** Opens it before anything is told. */
export function openCommitment({ hello, commit, forged, told }: CommitmentOptions): Commitment {
  let known: { readonly on: Connection; readonly half: Half } | null = null;
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
