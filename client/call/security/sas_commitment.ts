import type { SessionInfo } from "../messages/negotiation.ts";
import type { SasInputs, SasSide } from "./sas_secret.ts";

/** Options of one member's half of the code. */
export interface CommitmentOptions {
  /** The own session. */
  readonly sessionInfo: SessionInfo;
  readonly commit: (secret: string, sessionInfo: SessionInfo) => Promise<string>;
  /** The secret is not the one that was committed to. */
  readonly forged: () => void;
  readonly told: () => void;
}

/** A connection, as far as the code is tied to it. */
export interface CommittedConnection {
  /** This side's secret, revealed once the partner's commitment is known. */
  readonly secret: string;
  partner(): { readonly sessionInfo: SessionInfo; readonly commit: string } | null;
}

/** A member's half of the code, which holds for one connection. */
export interface Commitment {
  /** Takes the secret that the member tells on this connection; the first one counts. */
  reveal(on: CommittedConnection, secret: string): Promise<void>;
  /** Both halves; null until the member has told its own on this connection. */
  sides(on: CommittedConnection | null): SasInputs["sides"] | null;
}

/** Opens it before anything is told. */
export function openCommitment(
  { sessionInfo, commit, forged, told }: CommitmentOptions,
): Commitment {
  let known: { readonly on: CommittedConnection; readonly half: SasSide } | null = null;
  return {
    async reveal(on, secret) {
      const partner = on.partner();
      if (!partner || known?.on === on) return;
      const half = { sessionInfo: partner.sessionInfo, secret };
      if (await commit(secret, partner.sessionInfo) !== partner.commit) return forged();
      known = { on, half };
      told();
    },
    sides(on) {
      return known && known.on === on ? [{ sessionInfo, secret: on.secret }, known.half] : null;
    },
  };
}
