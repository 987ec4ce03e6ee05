import { useState } from "preact/hooks";
import type { CallActions } from "../../state/actions.ts";
import { LAYOUTS, type StageView } from "../../state/stage_view.ts";
import { Switch } from "../controls/switch.tsx";
import { useDeferredWords } from "../i18n/language.ts";
import { canFillScreen, toggleFullScreen, useFullScreen } from "../controls/full_screen.ts";
import { automaticPip, floatWhenHidden, pip, useFloating } from "../controls/picture_in_picture.ts";

/** Choices of the own view: layout, own picture, full screen. */
export function ViewSettings(props: { view: StageView; onView: CallActions["arrange"] }) {
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
            onClick={() => onView(() => ({ layout, pinned: [] }))}
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
        onSwitch={(hideOwn) => onView(() => ({ hideOwn }))}
      />
      <p id="hide-own-hint" class="hint">{more.hideOwnHint}</p>
      <Switch
        does="mirror"
        label={more.mirror}
        hint="mirror-hint"
        on={view.mirror}
        onSwitch={(mirror) => onView(() => ({ mirror }))}
      />
      <p id="mirror-hint" class="hint">{more.mirrorHint}</p>
      {canFillScreen() && <PageFullScreen />}
      {pip.way && <PipSettings />}
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

/** The call above all other windows, now or whenever the person switches tabs. */
function PipSettings() {
  const { pip: words } = useDeferredWords();
  const floating = useFloating();
  const [on, setOn] = useState(automaticPip.isOn);
  const [canFollow] = useState(() => floatWhenHidden(on));
  return (
    <>
      <button
        type="button"
        class="button quiet"
        data-do="pip"
        aria-pressed={floating !== null}
        aria-describedby="pip-hint"
        onClick={pip.toggle}
      >
        {words.open}
      </button>
      <p id="pip-hint" class="hint beneath">{words.hint}</p>
      {canFollow && (
        <>
          <Switch
            does="automatic-pip"
            label={words.automatic}
            hint="automatic-pip-hint"
            on={on}
            onSwitch={(on) => {
              automaticPip.keep(on);
              floatWhenHidden(on);
              setOn(on);
            }}
          />
          <p id="automatic-pip-hint" class="hint">{words.automaticHint}</p>
        </>
      )}
    </>
  );
}
