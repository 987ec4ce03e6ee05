import { Switch } from "../controls/switch.tsx";
import { useState } from "preact/hooks";
import { shortcuts } from "../controls/shortcuts.ts";
import { pip } from "../controls/picture_in_picture.ts";
import { useDeferredWords, useWords } from "../i18n/language.ts";

/** Switches single keys off and on (WCAG 2.1.4), and says what each one does. */
export function ShortcutSwitch() {
  const words = useWords();
  const more = useDeferredWords();
  const [on, setOn] = useState(shortcuts.isOn);
  const keys = [
    ["M", words.microphone],
    ["V", words.camera],
    ["S", words.screenShare],
    ["H", words.hand],
    ["C", words.chat],
    ["R", more.together.reactions],
    ["L", more.layoutOf],
    ["O", more.hideOwn],
    ["F", more.fullScreen],
    ...(pip.way ? [["P", more.pip.open] as const] : []),
    ["T", more.recording.keys],
    [more.space, more.holdToTalk],
    ["?", more.shortcutList],
  ] as const;
  return (
    <div class="shortcuts">
      <Switch
        does="shortcuts"
        label={more.shortcuts}
        hint="shortcuts-list"
        on={on}
        onSwitch={(on) => {
          shortcuts.keep(on);
          setOn(on);
        }}
      />
      <dl id="shortcuts-list" class="keys">
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
