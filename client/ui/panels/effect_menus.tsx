import { useRef } from "preact/hooks";
import type { DeviceActions } from "../../state/actions.ts";
import type { MediaState } from "../../state/call_state.ts";
import { type Background, NO_EFFECTS, type SoundTreatment } from "../../state/effects.ts";
import { TextButton } from "../controls/button.tsx";
import { useDeferredWords } from "../i18n/language.ts";
import type { DeferredWords } from "../i18n/load_words.ts";

const FIRST_COLOUR = "#1f4e5f";
const TREATMENTS: readonly SoundTreatment[] = ["usual", "clean", "original"];

/** Menus of the background and of the treatment of the own sound. */
export function EffectMenus({ state, actions }: { state: MediaState; actions: DeviceActions }) {
  const { effects: words } = useDeferredWords();
  const { sound, problem } = state.effects ?? NO_EFFECTS;
  return (
    <>
      <BackgroundMenu state={state} actions={actions} />
      <label class="field">
        <span>{words.sound}</span>
        <select
          data-do="treatment"
          aria-describedby="treatment-hint"
          value={sound}
          onChange={(event) => {
            const wished = TREATMENTS.find((one) => one === event.currentTarget.value);
            if (wished) actions.setEffects({ sound: wished });
          }}
        >
          {TREATMENTS.map((one) => (
            <option key={one} value={one} selected={one === sound}>{words[one]}</option>
          ))}
        </select>
      </label>
      <p id="treatment-hint" class="hint beneath">{words.soundHint[sound]}</p>
      <p class="hint beneath" role="status" data-effect-problem={problem ?? undefined}>
        {problem && words.problem[problem]}
      </p>
    </>
  );
}

function BackgroundMenu({ state, actions }: { state: MediaState; actions: DeviceActions }) {
  const { effects: words } = useDeferredWords();
  const { me } = state;
  const { background } = state.effects ?? NO_EFFECTS;
  const file = useRef<HTMLInputElement>(null);
  const chosen = background.startsWith("#") ? "colour" : background;
  const options = optionsOf(words);
  const choose = (value: string) => {
    const [wished] = options.find(([one]) => one === value) ?? [];
    if (wished === "picture") file.current?.click();
    else if (wished) {
      actions.setEffects({ background: wished === "colour" ? FIRST_COLOUR : wished });
    }
  };
  return (
    <>
      <label class="field">
        <span>{words.background}</span>
        <select
          data-do="background"
          aria-describedby="background-hint"
          value={chosen}
          onChange={({ currentTarget }) => {
            choose(currentTarget.value);
            // A picture is chosen once there is one.
            currentTarget.value = chosen;
          }}
        >
          {options.map(([value, label]) => (
            <option key={value} value={value} selected={value === chosen}>{label}</option>
          ))}
        </select>
      </label>
      {chosen === "colour" && (
        <label class="field">
          <span>{words.pickColour}</span>
          <input
            type="color"
            data-do="colour"
            value={background}
            onInput={(event) => {
              const { value } = event.currentTarget;
              if (isColour(value)) actions.setEffects({ background: value });
            }}
          />
        </label>
      )}
      {chosen === "picture" && (
        <TextButton
          does="picture"
          label={words.pickPicture}
          look="quiet"
          onPress={() => file.current?.click()}
        />
      )}
      <input
        ref={file}
        type="file"
        accept="image/*"
        hidden
        data-do="picture-file"
        onChange={({ currentTarget }) => {
          const [picked] = currentTarget.files ?? [];
          if (picked) actions.chooseBackground(picked);
          currentTarget.value = "";
        }}
      />
      <p id="background-hint" class="hint beneath" role="status">
        {me.camera.is === "starting" && background !== "none"
          ? words.preparing
          : words.backgroundHint}
      </p>
    </>
  );
}

const optionsOf = (words: DeferredWords["effects"]) =>
  [
    ["none", words.none],
    ["blur", words.blur],
    ["more-blur", words.moreBlur],
    ["colour", words.colour],
    ["picture", words.picture],
  ] as const;

const isColour = (text: string): text is Extract<Background, `#${string}`> => text.startsWith("#");
