import type { Reactions } from "../../state/interaction.ts";
import { REACTION_EMOJI } from "../controls/reaction_emoji.ts";
import type { Place } from "./layout.ts";

/** Columns, in percent of a tile's width, in which reactions rise one after the other. */
const COLUMNS = [50, 32, 68, 41, 59];

/** Reactions that rise from the tiles of those who have sent them, and are gone. */
export function TileReactions(props: {
  reactions: Reactions | null;
  places: ReadonlyMap<string, Place>;
}) {
  const { reactions, places } = props;
  // A screen reader is told of them in words.
  return (
    <div class="reactions" aria-hidden="true">
      {reactions?.shown.map(({ key, from, kind }) => {
        const place = places.get(from);
        const box = place
          ? {
            transform: `translate(${place.x}px, ${place.y}px)`,
            width: `${place.width}px`,
            height: `${place.height}px`,
          }
          // The own tile is hidden.
          : { width: "100%", height: "100%" };
        return (
          <div key={key} style={box} data-reaction={kind} data-from={from}>
            <span style={{ left: `${COLUMNS[key % COLUMNS.length]}%` }}>
              {REACTION_EMOJI[kind]}
            </span>
          </div>
        );
      })}
    </div>
  );
}
