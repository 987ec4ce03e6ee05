import type { Connection } from "../connection/connection.ts";
import { cleanName } from "../messages/about.ts";
import { readWatchingControl } from "../messages/watching_control.ts";
import type { Member } from "../room/member.ts";
import type { ReceivedControl } from "../room/policy.ts";

/** Names of the viewers, as the members that serve them say on their own channels. */
export interface ServedNames {
  /** Takes a message if it is about those who watch; false for others. */
  receive(control: Pick<ReceivedControl, "by" | "text">): boolean;
  /** Tells each member whom this page serves, once on each connection and at each change. */
  tell(own: readonly string[]): void;
  /** Names of the viewers whom the members who are here serve, this page not counted. */
  others(): readonly string[];
}

/** Begins with nobody who serves anybody. */
export function openServedNames(members: () => readonly Member[]): ServedNames {
  const heard = new Map<string, readonly string[]>();
  const told = new Map<string, { readonly connection: Connection; readonly text: string }>();

  return {
    receive({ by, text }) {
      if (!text.startsWith('{"type":"serves"')) return false;
      const message = readWatchingControl(text);
      const isHere = members().some(({ peer }) => peer.id === by);
      if (message?.type === "serves" && isHere) heard.set(by, message.viewers.map(cleanName));
      return true;
    },
    tell(viewers) {
      const text = JSON.stringify(viewers);
      for (const { peer } of members()) {
        const connection = peer.connection();
        if (connection?.state() !== "connected") continue;
        const before = told.get(peer.id);
        const known = before?.connection === connection ? before.text : "[]";
        if (known === text || !peer.send({ type: "serves", viewers })) continue;
        told.set(peer.id, { connection, text });
      }
    },
    others() {
      const here = members().map(({ peer }) => peer.id);
      for (const id of [...heard.keys(), ...told.keys()]) {
        if (here.includes(id)) continue;
        heard.delete(id);
        told.delete(id);
      }
      return [...heard.values()].flat();
    },
  };
}
