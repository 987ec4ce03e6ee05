import type { ComponentChildren } from "preact";
import type { Actions, CallActions, DeviceActions } from "../../state/actions.ts";
import type { MediaState, RoomState } from "../../state/call_state.ts";
import type { Device } from "../../state/device.ts";
import { IconButton } from "./button.tsx";
import { useMedia } from "./hooks.ts";
import { useWords } from "../i18n/language.ts";
import type { PanelName } from "./panel_name.ts";

/** True if this browser can share a screen. */
export const canShareScreen = (): boolean =>
  typeof navigator.mediaDevices?.getDisplayMedia === "function";

/** On the smallest phones the hand moves into the "more" panel. */
export const CRAMPED = "(max-width: 359px), (max-height: 375px)";

/** The floating pill of the call's controls. */
export function Toolbar(props: {
  state: MediaState & RoomState;
  actions: Actions;
  panel: PanelName | null;
  onPanel: (panel: PanelName) => void;
  /** More buttons, once the deferred parts are there. */
  children: ComponentChildren;
}) {
  const { state, actions, panel, onPanel } = props;
  const { me, unread } = state;
  const words = useWords();
  const cramped = useMedia(CRAMPED);
  const chatting = panel === "chat" || panel === "people";
  return (
    <div class="toolbar" role="group" aria-label={words.controls}>
      <MicButton state={state} actions={actions.devices} />
      <CameraButton state={state} actions={actions.devices} />
      {canShareScreen() && (
        <IconButton
          does="screen"
          icon="screen"
          label={words.screenShare}
          hint={words.withKey(words.screenShare, "S")}
          pressed={me.sharing}
          onPress={actions.devices.toggleScreen}
        />
      )}
      <ChatButton unread={unread} expanded={chatting} onPress={() => onPanel("chat")} />
      {!cramped && <HandButton state={state} actions={actions.call} />}
      {props.children}
      <IconButton
        does="more"
        icon="more"
        label={words.more}
        expanded={panel === "more"}
        onPress={() => onPanel("more")}
      />
      <IconButton
        does="leave"
        icon="leave"
        label={words.leave}
        look="danger"
        onPress={actions.room.leave}
      />
    </div>
  );
}

/** Turns the microphone on and off; its ring is the own level. */
export function MicButton(
  { state: { me }, actions }: { state: MediaState; actions: DeviceActions },
) {
  const words = useWords();
  const { on, works } = switchOf(me.mic);
  return (
    <span class="lively" data-level={me.mic.is === "on" ? "me" : undefined}>
      <IconButton
        does="mic"
        icon={works ? "mic" : "mic-off"}
        label={words.microphone}
        hint={words.withKey(words.microphone, "M")}
        look={works ? "" : "off"}
        pressed={on}
        onPress={actions.toggleMic}
      />
    </span>
  );
}

/** Opens the chat; its mark counts the lines that nobody has read. */
export function ChatButton(
  { unread, ...button }: { unread: number; expanded?: boolean; onPress: () => void },
) {
  const words = useWords();
  return (
    <IconButton
      does="chat"
      icon="chat"
      label={unread ? `${words.chat}, ${words.unread(unread)}` : words.chat}
      hint={words.withKey(words.chat, "C")}
      {...button}
    >
      {unread > 0 && (
        <span class="badge" data-unread="" aria-hidden="true">{Math.min(unread, 99)}</span>
      )}
    </IconButton>
  );
}

/** Turns the camera on and off. */
export function CameraButton(
  { state: { me }, actions }: { state: MediaState; actions: DeviceActions },
) {
  const words = useWords();
  const { on, works } = switchOf(me.camera);
  return (
    <IconButton
      does="camera"
      icon={works ? "camera" : "camera-off"}
      label={words.camera}
      hint={words.withKey(words.camera, "V")}
      look={works ? "" : "off"}
      pressed={on}
      onPress={actions.toggleCamera}
    />
  );
}

/** `on`: the wish, which the next press takes back. `works`: nothing outside is against it. */
function switchOf({ is }: Device): { on: boolean; works: boolean } {
  const works = is === "on" || is === "starting";
  return { works, on: works || is === "muted" || is === "lost" };
}

/** Raises and lowers the hand. */
export function HandButton(
  { state: { me }, actions }: { state: MediaState; actions: CallActions },
) {
  const words = useWords();
  return (
    <IconButton
      does="hand"
      icon="hand"
      label={words.hand}
      hint={words.withKey(words.hand, "H")}
      pressed={me.hand}
      onPress={actions.toggleHand}
    />
  );
}
