import type { StudioView } from "../../state/studio.ts";
import { useDeferredWords } from "../i18n/language.ts";
import { EndpointControls } from "./endpoint_controls.tsx";

/** Brings a studio into the call, shows how it is set up, and ends it. */
export function StudioSettings({ studio }: { studio: StudioView | null | undefined }) {
  const { studio: words } = useDeferredWords();
  if (!studio) return null;
  const { link, live, refused } = studio;
  return (
    <div class="studio" data-studio={link ? (live.length > 0 ? "live" : "waiting") : "none"}>
      <h3>{words.title}</h3>
      <EndpointControls
        name="studio"
        does={{ create: "bring-studio", revoke: "end-studio" }}
        words={{ create: words.create, hint: words.createHint, revoke: words.revoke }}
        endpoint={studio}
      >
        <p class="hint">{words.settings}</p>
        <p class="hint" role="status">{live.length > 0 ? words.live : words.waiting}</p>
        {live.some(({ id }) => id === "me") && <p class="hint">{words.warningYou}</p>}
        {refused && <p role="alert">{words.refused[refused]}</p>}
      </EndpointControls>
    </div>
  );
}
