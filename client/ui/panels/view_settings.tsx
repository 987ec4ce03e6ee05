import type { Actions } from "../../state/actions.ts";
import { LAYOUTS, type StageView } from "../../state/stage_view.ts";
import { Switch } from "../controls/switch.tsx";
import { useDeferredWords } from "../i18n/language.ts";
import { canFillScreen, toggleFullScreen, useFullScreen } from "../controls/full_screen.ts";

/** Choices of the own view: layout, own picture, full screen. */
export function ViewSettings(props: { view: StageView; onView: Actions["arrange"] }) {
  const { view, onView } = props;
  const more = useDeferredWords();
  return (
    <div class="settings">
      <div class="tabs layouts" role="group" aria-label={more.layoutOf}>
        {LAYOUTS.map((layout) => (
          <button
            type="button"
            key={layout}
            data-do={`layout-${layout}`}
            aria-pressed={view.layout === layout}
            // Pinned tiles would hide what was chosen.
            onClick={() => onView({ layout, pinned: [] })}
          >
            {more.layout[layout]}
          </button>
        ))}
      </div>
      <Switch
        does="hide-own"
        label={more.hideOwn}
        hint="hide-own-hint"
        on={view.hideOwn}
        onSwitch={(hideOwn) => onView({ hideOwn })}
      />
      <p id="hide-own-hint" class="hint">{more.hideOwnHint}</p>
      <Switch
        does="mirror"
        label={more.mirror}
        hint="mirror-hint"
        on={view.mirror}
        onSwitch={(mirror) => onView({ mirror })}
      />
      <p id="mirror-hint" class="hint">{more.mirrorHint}</p>
      {canFillScreen() && <PageFullScreen />}
    </div>
  );
}

function PageFullScreen() {
  const more = useDeferredWords();
  const page = document.documentElement;
  const isOn = useFullScreen() === page;
  return (
    <button
      type="button"
      class="button quiet"
      data-do="page-full-screen"
      aria-pressed={isOn}
      onClick={() => toggleFullScreen(page)}
    >
      {more.fullScreen}
    </button>
  );
}
