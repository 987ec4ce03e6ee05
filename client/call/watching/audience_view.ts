import type { AudienceMessage } from "../../../protocol/mod.ts";
import type { AudienceView } from "../../state/audience.ts";
import { MAX_SERVED } from "./capacity.ts";
import type { Players } from "./players.ts";
import type { ServedNames } from "./served_names.ts";
import type { ServedViewers } from "./served_viewers.ts";
import type { ViewerChat } from "./viewer_chat.ts";
import type { ViewerHands } from "./viewer_hands.ts";

/** Those who watch, and what is known of them. */
export interface Watchers {
  readonly served: Pick<ServedViewers, "names" | "hands">;
  readonly players: Pick<Players, "view" | "count">;
  readonly names: Pick<ServedNames, "tell" | "others">;
  readonly hands: ViewerHands;
  readonly chat: Pick<ViewerChat, "view">;
}

/** Name of a player among the viewers: it cannot say one. */
const PLAYER_NAME = "WHEP";

/** Shows the audience whenever that has changed, and tells the other members how many are served here. */
export function openAudienceView(
  tell: (view: AudienceView) => void,
  { served, players, names, hands, chat }: Watchers,
): (roster: AudienceMessage | null) => void {
  let shown = "";
  return function show(roster) {
    const own = [...served.names(), ...Array<string>(players.count).fill(PLAYER_NAME)];
    names.tell({ names: own, hands: served.hands() });
    const all = [...own, ...names.others()];
    const told = roster ? roster.viewers.length + roster.players : 0;
    // The greater of two numbers: a server that tells of fewer hides nobody who is served.
    const viewers = Math.max(told, all.length);
    if (!roster && viewers === 0) return;
    const limit = roster?.limit ?? viewers;
    const counts = { viewers, limit, each: MAX_SERVED, served: own.length };
    const said = { names: all, hands: hands.list(), chat: chat.view() };
    const view = { ...counts, ...said, players: players.view() };
    const text = JSON.stringify(view);
    if (text === shown) return;
    shown = text;
    tell({
      ...view,
      answer(id, invites) {
        hands.answer(id, invites);
        show(roster);
      },
    });
  };
}
