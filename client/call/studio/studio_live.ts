import { openTelling, type ToldMembers } from "../endpoint/told_members.ts";
import type { StudioLive } from "../messages/endpoint_control.ts";

/** Members that send the studio on, this page among them. */
export interface StudioLiveSigns {
  set(on: boolean): void;
  receive(by: string, message: StudioLive): void;
  list(): readonly { readonly id: string; readonly name: string }[];
  /** True while another member sends the studio on. */
  isElsewhere(): boolean;
  /** Tells each member, once a connection, what has changed. */
  tell(): void;
}

/** Begins with nobody. */
export function openStudioLive(members: ToldMembers): StudioLiveSigns {
  const telling = openTelling(members);
  const others = new Set<string>();
  /** Null as long as nothing was ever sent on from here: that need not be told. */
  let own: boolean | null = null;

  function tell(): void {
    const on = own;
    if (on !== null) telling(`${on}`, (peer) => peer.send({ type: "studio-live", on }));
  }

  const elsewhere = () => members().map(({ peer }) => peer).filter(({ id }) => others.has(id));

  return {
    set(on) {
      own = on;
      tell();
    },
    receive(by, { on }) {
      if (on) others.add(by);
      else others.delete(by);
    },
    list: () => [
      ...elsewhere().map((peer) => ({ id: peer.id, name: peer.about().name })),
      ...(own ? [{ id: "me", name: "" }] : []),
    ],
    isElsewhere: () => elsewhere().some((peer) => peer.connection()?.state() === "connected"),
    tell,
  };
}
