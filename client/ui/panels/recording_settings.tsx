import { useState } from "preact/hooks";
import type { Recordings } from "../../state/recording.ts";
import { IconButton, TextButton } from "../controls/button.tsx";
import { separateVoices } from "../controls/recording_choice.ts";
import { Switch } from "../controls/switch.tsx";
import { useDeferredWords } from "../i18n/language.ts";

/** Begins and ends a recording on this machine, and keeps its files at hand. */
export function RecordingSettings({ recordings }: { recordings: Recordings | null }) {
  const { recording: words } = useDeferredWords();
  const [separate, setSeparate] = useState(separateVoices.isOn);
  if (!recordings) return null;
  const { own, problem, lostSeconds, files, left, start, stop } = recordings;
  return (
    <>
      <h3>{words.title}</h3>
      <div class="settings">
        {own.is === "off" && (
          <TextButton
            does="record"
            label={words.start}
            look="quiet"
            onPress={() => start(separate)}
          />
        )}
        {own.is === "on" && (
          <TextButton does="record" label={words.stop} look="quiet" onPress={stop} />
        )}
        <p id="recording-hint" class="hint beneath">{words.hint}</p>
        <p class="hint beneath" role="status" data-recording-problem={problem}>
          {own.is === "starting" || own.is === "stopping"
            ? words[own.is]
            : problem && words.problem[problem]}
        </p>
        {lostSeconds > 0 && <p class="hint beneath">{words.lost(lostSeconds)}</p>}
        <Switch
          does="separate-voices"
          label={words.separate}
          hint="recording-hint"
          on={separate}
          onSwitch={(on) => {
            separateVoices.keep(on);
            setSeparate(on);
          }}
        />
        {files.map(({ name, href }) => (
          <a key={href} class="recorded" href={href} download={name}>{words.saveOf(name)}</a>
        ))}
        {left.length > 0 && <p class="hint beneath">{words.left}</p>}
        {left.map(({ name, href, remove }) => (
          <div key={href} class="left-recording">
            <a class="recorded" href={href} download={name}>{words.saveOf(name)}</a>
            <IconButton
              does="remove-recording"
              icon="close"
              look="plain"
              label={words.removeOf(name)}
              onPress={remove}
            />
          </div>
        ))}
      </div>
    </>
  );
}
