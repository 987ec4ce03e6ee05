import { captureScreen, type Devices } from "./capture.ts";
import type { openScreenShare, ScreenShare } from "./screen_share.ts";

/** Options of {@link createLocalScreen}. */
export interface LocalScreenOptions {
  readonly devices: Devices | undefined;
  /** Loads what a share needs; may reject. */
  readonly load: () => Promise<typeof openScreenShare>;
  readonly microphone: () => MediaStreamTrack | null;
  readonly changed: () => void;
  readonly failed: () => void;
  readonly signal: AbortSignal;
}

/** The own screen. */
export interface LocalScreen {
  /** The share that is on; null without one. */
  share(): ScreenShare | null;
  /** True if a screen is shared, or the browser asks for one. */
  isSharing(): boolean;
  /** Shares a screen, within a gesture; or ends the share, or the request for one. */
  toggle(): void;
  /** Shows this in the place of a screen; nothing while one is shared. */
  show(open: OpenShare): void;
}

/** Opens a share beside this microphone; null where there is no picture. */
export type OpenShare = (
  microphone: MediaStreamTrack | null,
  ended: () => void,
) => ScreenShare | null;

/** Situation of the own screen; a request that is taken back ends when it is answered. */
type Sharing =
  | { readonly is: "off" }
  | { readonly is: "asking"; readonly wanted: boolean }
  | { readonly is: "on"; readonly share: ScreenShare };

const OFF: Sharing = { is: "off" };

/** Begins without a share; ends with the signal. */
export function createLocalScreen(options: LocalScreenOptions): LocalScreen {
  const { devices, changed, failed, signal } = options;
  let sharing: Sharing = OFF;
  const share = () => sharing.is === "on" ? sharing.share : null;
  signal.addEventListener("abort", () => share()?.stop(), { once: true });

  async function ask(): Promise<void> {
    sharing = { is: "asking", wanted: true };
    // First, and in the gesture: browsers ask for nothing after a wait.
    const asked = captureScreen(devices);
    const loaded = options.load().catch(() => null);
    changed();
    const captured = await asked;
    const open = await loaded;
    const wanted = sharing.is === "asking" && sharing.wanted && !signal.aborted;
    sharing = OFF;
    if (captured === "failed" || captured && wanted && !open) failed();
    if (typeof captured === "object" && captured) {
      if (wanted && open) begin((mic, ended) => open(captured, mic, signal, ended));
      else for (const track of captured.getTracks()) track.stop();
    }
    changed();
  }

  function begin(open: OpenShare): void {
    // The microphone of now, not that of before the question.
    const share = open(options.microphone(), () => {
      sharing = OFF;
      changed();
    });
    if (share) sharing = { is: "on", share };
  }

  return {
    share,
    isSharing: () => sharing.is === "on" || sharing.is === "asking" && sharing.wanted,
    show(open) {
      if (sharing.is === "off") begin(open);
      changed();
    },
    toggle() {
      switch (sharing.is) {
        case "off":
          return void ask();
        case "asking":
          sharing = { is: "asking", wanted: !sharing.wanted };
          return changed();
        case "on":
          return sharing.share.stop();
      }
    },
  };
}
