import { useRef } from "preact/hooks";
import type { AudienceView } from "../../state/audience.ts";
import type { EndpointView } from "../../state/endpoint.ts";
import type { Room } from "../../state/call_state.ts";
import { TextButton } from "../controls/button.tsx";
import { useDeferredWords } from "../i18n/language.ts";
import { EndpointControls } from "./endpoint_controls.tsx";
import { LinkField } from "./link_field.tsx";
import { ViewerChatSwitch } from "./viewer_chat_switch.tsx";

/** The link with which others watch the call, and the limits of that. */
export function WatchLink(
  { room, audience }: { room: Room; audience: AudienceView | null | undefined },
) {
  const { watching } = useDeferredWords();
  const field = useRef<HTMLInputElement>(null);
  if (!audience) return null;
  const { limit, each } = audience;
  const href = `${room.href}?watch=1`;
  return (
    <div class="invite" data-watch-link>
      <h3>{watching.title}</h3>
      {limit === 0 ? <p class="hint">{watching.off}</p> : (
        <>
          <LinkField field={field} label={watching.link} href={href} />
          <TextButton
            does="copy-watch-link"
            icon="copy"
            label={watching.copy}
            look="quiet"
            onPress={() => {
              // What the browser does not copy, the person can.
              field.current?.select();
              navigator.clipboard?.writeText(href).catch(() => {});
            }}
          />
          <p class="hint">{watching.hint(limit, each)}</p>
          <ViewerChatSwitch chat={audience.chat} />
          <PlayerLink players={audience.players} />
        </>
      )}
    </div>
  );
}

/** Address and token for players outside of the browser, while there are some. */
function PlayerLink({ players }: { players: EndpointView }) {
  const { watching: words } = useDeferredWords();
  return (
    <EndpointControls
      name="players"
      does={{ create: "let-players", revoke: "end-players" }}
      words={{ create: words.players, hint: words.playersHint, revoke: words.endPlayers }}
      endpoint={players}
    >
      <p class="hint">{words.playersWarning}</p>
    </EndpointControls>
  );
}
