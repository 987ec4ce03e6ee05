import type { Connection } from "../connection/connection.ts";
import { cleanName } from "../messages/about.ts";
import { readWatchingControl, type ViewerHand } from "../messages/watching_control.ts";
import type { Member } from "../room/member.ts";
import type { ReceivedControl } from "../room/policy.ts";

/** Viewers of one page, as that page tells of them. */
export interface ServedList {
  readonly names: readonly string[];
  /** Those of them who have raised a hand, and were not invited. */
  readonly hands: readonly ViewerHand[];
}

/** Viewers of other pages, as the members that serve them say on their own channels. */
export interface ServedNames {
  /** Takes a message if it is about those who watch; false for others. */
  receive(control: ReceivedControl): boolean;
  /** Tells each member whom this page serves, once on each connection and at each change. */
  tell(own: ServedList): void;
  /** Names of the viewers whom the members who are here serve, this page not counted. */
  others(): readonly string[];
  /** Raised hands of these, each with the id of the member that tells of it. */
  hands(): readonly (ViewerHand & { readonly by: string })[];
}

/** Begins with nobody who serves anybody; `invited` hears whom a member wants this page to invite. */
export function openServedNames(
  members: () => readonly Member[],
  invited: (viewer: string) => void,
): ServedNames {
  const heard = new Map<string, ServedList>();
  const told = new Map<string, { readonly connection: Connection; readonly text: string }>();
  const isHere = (id: string) => members().some(({ peer }) => peer.id === id);

  function forget(): void {
    for (const id of [...heard.keys(), ...told.keys()]) {
      if (isHere(id)) continue;
      heard.delete(id);
      told.delete(id);
    }
  }

  return {
    receive({ by, text }) {
      if (!/^\{"type":"(?:serves|invite)"/.test(text)) return false;
      const message = readWatchingControl(text);
      if (!message || !isHere(by)) return true;
      if (message.type === "invite" && message.viewer) invited(message.viewer);
      if (message.type !== "serves") return true;
      const { viewers, hands = [] } = message;
      heard.set(by, {
        names: viewers.map(cleanName),
        hands: hands.map(({ id, name }) => ({ id, name: cleanName(name) })),
      });
      return true;
    },
    tell({ names: viewers, hands }) {
      const text = JSON.stringify([viewers, hands]);
      for (const { peer } of members()) {
        const connection = peer.connection();
        if (connection?.state() !== "connected") continue;
        const before = told.get(peer.id);
        const known = before?.connection === connection ? before.text : "[[],[]]";
        if (known === text || !peer.send({ type: "serves", viewers, hands })) continue;
        told.set(peer.id, { connection, text });
      }
    },
    others() {
      forget();
      return [...heard.values()].flatMap(({ names }) => names);
    },
    hands() {
      forget();
      return [...heard].flatMap(([by, { hands }]) => hands.map((one) => ({ ...one, by })));
    },
  };
}
