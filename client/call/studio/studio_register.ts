import {
  MAX_STUDIO_COUNT,
  type StudioControl,
  type StudioState,
} from "../messages/studio_control.ts";
import type { Member } from "../room/member.ts";

/** Options of {@link openStudioRegister}. */
export interface StudioRegisterOptions {
  readonly members: () => readonly Pick<Member, "peer">[];
  /** Called with each token that holds from now on; empty: there is no studio. */
  readonly adopted: (token: string) => void;
  /** Called when another member begins to send the studio on, or ends that. */
  readonly changed: () => void;
}

/** Token of the call's studio as all members keep it, and who sends the studio on. */
export interface StudioRegister {
  token(): string;
  /** Sets another token for everybody. */
  change(token: string): void;
  receive(by: string, message: StudioControl): void;
  setLive(on: boolean): void;
  live(): readonly { readonly id: string; readonly name: string }[];
  /** True while another member sends the studio on. */
  isElsewhere(): boolean;
  /** Tells each member, once a connection, what has changed. */
  tell(): void;
}

/** Begins without a studio. */
export function openStudioRegister(options: StudioRegisterOptions): StudioRegister {
  const { members, adopted, changed } = options;
  const told = new WeakMap<object, string>();
  const others = new Set<string>();
  let state: StudioState | null = null;
  let live = false;

  function tell(): void {
    const version = `${state?.count} ${state?.token} ${live}`;
    for (const { peer } of members()) {
      const connection = peer.connection();
      if (!state || connection?.state() !== "connected") continue;
      if (told.get(connection) === version) continue;
      const isTold = peer.send(state) && peer.send({ type: "studio-live", on: live });
      if (isTold) told.set(connection, version);
    }
  }

  const elsewhere = () => members().map(({ peer }) => peer).filter(({ id }) => others.has(id));

  function adopt(next: StudioState): void {
    state = next;
    adopted(next.token);
    tell();
  }

  return {
    token: () => state?.token ?? "",
    change(token) {
      const count = (state?.count ?? 0) + 1;
      if (count <= MAX_STUDIO_COUNT) adopt({ type: "studio", count, token });
    },
    receive(by, message) {
      switch (message.type) {
        case "studio-live":
          if (message.on) others.add(by);
          else others.delete(by);
          return changed();
        case "studio": {
          const { count, token } = message;
          const isEqual = count === state?.count && token > state.token;
          if (isEqual || count > (state?.count ?? 0)) adopt(message);
        }
      }
    },
    setLive(on) {
      live = on;
      tell();
    },
    live() {
      return [
        ...elsewhere().map((peer) => ({ id: peer.id, name: peer.about().name })),
        ...(live ? [{ id: "me", name: "" }] : []),
      ];
    },
    isElsewhere: () => elsewhere().some((peer) => peer.connection()?.state() === "connected"),
    tell,
  };
}
