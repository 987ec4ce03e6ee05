import { useEffect, useRef } from "preact/hooks";
import type { Actions, DeviceActions } from "../../state/actions.ts";
import type { InteractionState } from "../../state/call_state.ts";
import { type Layout, LAYOUTS } from "../../state/stage_view.ts";
import { storedSwitch } from "./stored_switch.ts";
import { letterOf } from "./letter_of.ts";
import type { PanelName } from "./panel_name.ts";
import { pip } from "./picture_in_picture.ts";
import { toggleRecording } from "./recording_choice.ts";
import { canShareScreen } from "./toolbar.tsx";
import { canFillScreen, toggleFullScreen } from "./full_screen.ts";

/** Single keys, which can be switched off (WCAG 2.1.4). */
export const shortcuts = storedSwitch("visavis.shortcuts", true);

function nextLayout(layout: Layout): Layout {
  return LAYOUTS[(LAYOUTS.indexOf(layout) + 1) % LAYOUTS.length] ?? "auto";
}

/** Slice of the window whose keys are heard. */
type KeyTarget = Pick<Window, "addEventListener" | "document">;

/** Handlers of keys; letters are pressed alone, space is held. */
interface Keys {
  readonly press: (key: string) => void;
  readonly talk?: (on: boolean) => void;
}

/** The keys of a call. */
export function CallShortcuts(props: {
  state: InteractionState;
  actions: Actions;
  onClose: () => void;
  onToggle: (name: PanelName) => void;
}) {
  const { state, actions, onClose, onToggle } = props;
  useKeys({
    talk: actions.devices.talk,
    press(key) {
      if (key === "escape" || key === "Escape") onClose();
      else if (key === "m") actions.devices.toggleMic();
      else if (key === "v") actions.devices.toggleCamera();
      else if (key === "s" && canShareScreen()) actions.devices.toggleScreen();
      else if (key === "h") actions.call.toggleHand();
      else if (key === "c") onToggle("chat");
      else if (key === "r") onToggle("reactions");
      else if (key === "l") {
        actions.call.arrange(({ layout }) => ({ layout: nextLayout(layout), pinned: [] }));
      } else if (key === "o") actions.call.arrange(({ hideOwn }) => ({ hideOwn: !hideOwn }));
      else if (key === "f" && canFillScreen()) toggleFullScreen(document.documentElement);
      else if (key === "p" && pip.way) pip.toggle();
      else if (key === "t") toggleRecording(state.recordings);
      else if (key === "?") onToggle("shortcuts");
    },
  });
  return null;
}

/** The keys of the window above all others. */
export function FloatingShortcuts(props: {
  window: KeyTarget;
  actions: DeviceActions;
  onChat: () => void;
}) {
  const { window, actions, onChat } = props;
  useKeys({
    talk: actions.talk,
    press(key) {
      if (key === "m") actions.toggleMic();
      else if (key === "v") actions.toggleCamera();
      else if (key === "c") onChat();
      else if (key === "p") pip.close();
    },
  }, window);
  return null;
}

/** The keys of the lobby. */
export function LobbyShortcuts({ actions }: { actions: Actions }) {
  useKeys({
    press(key) {
      if (key === "m") actions.devices.toggleMic();
      else if (key === "v") actions.devices.toggleCamera();
      else if (key === "enter" && document.activeElement === document.body) actions.room.join();
    },
  });
  return null;
}

/** Listens to the keyboard wherever nobody is typing. */
function useKeys(keys: Keys, target: KeyTarget = globalThis): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const over = new AbortController();
    const { signal } = over;
    let talking = false;
    const talk = (on: boolean) => {
      talking = on;
      latest.current.talk?.(on);
    };
    target.addEventListener("keydown", (event) => {
      const { repeat, ctrlKey, metaKey, altKey, defaultPrevented } = event;
      if (ctrlKey || metaKey || altKey || defaultPrevented) return;
      // The input method's own keys, some of which come without a composition.
      if (event.isComposing || event.keyCode === 229) return;
      const key = letterOf(event);
      if (key === "Escape") return latest.current.press(key);
      if (isTyping(event.target)) return;
      if (key !== "Enter" && !shortcuts.isOn()) return;
      if (key === " " && latest.current.talk) {
        if (isReached(target.document.activeElement)) return;
        event.preventDefault();
        if (!repeat) talk(true);
      } else if (!repeat) {
        // The letter that opens a field is not the first one in it.
        if (/^[a-z]$/i.test(key)) event.preventDefault();
        latest.current.press(key.toLowerCase());
      }
    }, { signal });
    target.addEventListener("keyup", (event) => {
      if (event.key === " " && talking) {
        event.preventDefault();
        talk(false);
      }
    }, { signal });
    target.addEventListener("blur", () => talking && talk(false), { signal });
    return () => {
      if (talking) talk(false);
      over.abort();
    };
  }, [target]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** A control reached by the keyboard keeps its space bar; one clicked before gives it up. */
function isReached(element: Element | null): boolean {
  if (!(element instanceof HTMLElement) || !/^(BUTTON|A|SUMMARY)$/.test(element.tagName)) {
    return false;
  }
  if (element.matches(":focus-visible")) return true;
  element.blur();
  return false;
}
