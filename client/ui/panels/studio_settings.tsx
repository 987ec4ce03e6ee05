import type { StudioView } from "../../state/studio.ts";
import { TextButton } from "../controls/button.tsx";
import { useDeferredWords } from "../i18n/language.ts";
import { EndpointFields } from "./endpoint_fields.tsx";

/** Brings a studio into the call, shows how it is set up, and ends it. */
export function StudioSettings({ studio }: { studio: StudioView | null | undefined }) {
  const { studio: words } = useDeferredWords();
  if (!studio) return null;
  const { link, live, refused, create, revoke } = studio;
  return (
    <div class="studio" data-studio={link ? (live.length > 0 ? "live" : "waiting") : "none"}>
      <h3>{words.title}</h3>
      {link
        ? (
          <>
            <EndpointFields name="studio" link={link} />
            <p class="hint">{words.settings}</p>
            <p class="hint" role="status">{live.length > 0 ? words.live : words.waiting}</p>
            {live.some(({ id }) => id === "me") && <p class="hint">{words.warningYou}</p>}
            {refused && <p role="alert">{words.refused[refused]}</p>}
            <TextButton
              does="end-studio"
              icon="close"
              label={words.revoke}
              look="quiet"
              onPress={revoke}
            />
          </>
        )
        : (
          <>
            <TextButton
              does="bring-studio"
              icon="screen"
              label={words.create}
              look="quiet"
              onPress={create}
            />
            <p class="hint">{words.createHint}</p>
          </>
        )}
    </div>
  );
}
