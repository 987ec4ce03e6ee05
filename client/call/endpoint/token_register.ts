import { MAX_TOKEN_COUNT, type TokenState } from "../messages/endpoint_control.ts";
import { openTelling, type ToldMembers } from "./told_members.ts";

/** Options of {@link openTokenRegister}. */
export interface TokenRegisterOptions {
  readonly type: TokenState["type"];
  readonly members: ToldMembers;
  /** Called with each token that holds from now on; empty: there is none. */
  readonly adopted: (token: string) => void;
}

/** Token of an endpoint, as all members keep it. */
export interface TokenRegister {
  token(): string;
  /** Sets another token for everybody. */
  change(token: string): void;
  /** Takes what a member tells. */
  receive(state: TokenState): void;
  /** Tells each member, once a connection, what has changed. */
  tell(): void;
}

/** Begins without a token. */
export function openTokenRegister(
  { type, members, adopted }: TokenRegisterOptions,
): TokenRegister {
  const telling = openTelling(members);
  let state: TokenState | null = null;

  function tell(): void {
    const now = state;
    if (now) telling(`${now.count} ${now.token}`, (peer) => peer.send(now));
  }

  function adopt(next: TokenState): void {
    state = next;
    adopted(next.token);
    tell();
  }

  return {
    token: () => state?.token ?? "",
    change(token) {
      const count = (state?.count ?? 0) + 1;
      if (count <= MAX_TOKEN_COUNT) adopt({ type, count, token });
    },
    receive(next) {
      const { count, token } = next;
      const isEqual = count === state?.count && token > state.token;
      if (next.type === type && (isEqual || count > (state?.count ?? 0))) adopt(next);
    },
    tell,
  };
}
