import { useRef } from "preact/hooks";
import type { AudienceView } from "../../state/audience.ts";
import type { EndpointView } from "../../state/endpoint.ts";
import type { Room } from "../../state/call_state.ts";
import { TextButton } from "../controls/button.tsx";
import { useDeferredWords } from "../i18n/language.ts";
import { EndpointFields } from "./endpoint_fields.tsx";

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
          <input
            class="link"
            ref={field}
            readOnly
            dir="ltr"
            value={href}
            aria-label={watching.link}
            onFocus={(event) => event.currentTarget.select()}
          />
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
          <PlayerLink players={audience.players} />
        </>
      )}
    </div>
  );
}

/** Address and token for players outside of the browser, while there are some. */
function PlayerLink({ players: { link, create, revoke } }: { players: EndpointView }) {
  const { watching } = useDeferredWords();
  if (!link) {
    return (
      <>
        <TextButton
          does="let-players"
          icon="screen"
          label={watching.players}
          look="quiet"
          onPress={create}
        />
        <p class="hint">{watching.playersHint}</p>
      </>
    );
  }
  return (
    <>
      <EndpointFields name="players" link={link} />
      <p class="hint">{watching.playersWarning}</p>
      <TextButton
        does="end-players"
        icon="close"
        label={watching.endPlayers}
        look="quiet"
        onPress={revoke}
      />
    </>
  );
}
