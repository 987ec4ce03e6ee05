import {
  createLocalMedia,
  type LocalMedia,
  type Menus,
  type OwnMedia,
} from "../call/media/local_media.ts";
import type { OpenShare } from "../call/media/local_screen.ts";
import { NO_TRACKS, SLOTS, type Tracks } from "../call/media/slots.ts";
import type { DeviceActions } from "../state/actions.ts";
import type { Toast } from "../state/call_state.ts";
import type { EffectsView } from "../state/effects.ts";
import { NO_MEDIA } from "../state/initial_state.ts";
import type { Browser } from "./browser.ts";
import { isOriginal, rememberEffects, type StoredEffects } from "./stored_effects.ts";
import type { PageEffects } from "./page_effects.ts";
import { rememberDevices } from "./preferences.ts";

/** Options of {@link createPageMedia}. */
export interface PageMediaOptions {
  readonly browser: Pick<
    Browser,
    "clock" | "devices" | "page" | "storage" | "loadDeferredChunk"
  >;
  /** Called at every change that the screens show. */
  readonly changed: () => void;
  /** Sends these tracks from now on: one of them is another one. */
  readonly send: (tracks: Tracks) => void;
  /** Called after changes that the others may have to know of. */
  readonly announce: () => void;
  readonly toast: (toast: Toast) => void;
  readonly showEffects: (view: EffectsView) => void;
}

/** The own devices: open from the lobby until the person leaves. */
export interface PageMedia {
  readonly actions: Omit<DeviceActions, "soundRefused" | "soundAllowed">;
  /** Sets which devices the next {@link open} starts. */
  want(wanted: Readonly<{ mic: boolean; camera: boolean }>): void;
  /** Has the next {@link open} start what is wanted now. */
  keepWanted(): void;
  open(): void;
  close(): void;
  /** Shows this in the place of the own screen; nothing while one is shared. */
  showShare(open: OpenShare): void;
  own(): OwnMedia;
  /** Device menus; empty while nothing is open. */
  menus(): Partial<Menus>;
  tracks(): Tracks;
  /** The live microphone, muted or not, for its level. */
  microphone(): MediaStreamTrack | null;
}

/** Begins with no device open. */
export function createPageMedia(options: PageMediaOptions): PageMedia {
  const { clock, devices, page, storage, loadDeferredChunk } = options.browser;
  const choices = rememberDevices(storage.local);
  const effects = rememberEffects(storage.local);
  let media: LocalMedia | null = null;
  let life = new AbortController();
  let wanted = { mic: true, camera: true };
  let sent = NO_TRACKS;
  /** True while a key holds a microphone on that is off. */
  let talking = false;

  const tracks = () => media?.tracks() ?? NO_TRACKS;
  const own = () => media?.own() ?? NO_MEDIA;

  function changed(): void {
    options.changed();
    queueMicrotask(() => {
      const now = tracks();
      const replaced = SLOTS.some((slot) => now[slot] !== sent[slot]);
      sent = now;
      if (replaced) options.send(now);
      options.announce();
    });
  }

  const affect = affecting(options, effects, () => media && { media, signal: life.signal });

  return {
    want: ({ mic, camera }) => void (wanted = { mic, camera }),
    keepWanted() {
      if (media) wanted = media.wanted();
    },
    open() {
      life = new AbortController();
      const kept = effects.get();
      media = createLocalMedia({
        devices,
        page,
        choices,
        share: async () => (await loadDeferredChunk()).openScreenShare,
        before: { hides: /^[^n]/.test(kept), original: isOriginal(kept) },
        later: clock.later,
        changed,
        toast: options.toast,
        signal: life.signal,
      });
      media.turn(wanted);
      if (kept) void affect();
    },
    close() {
      life.abort();
      media = null;
      talking = false;
    },
    showShare: (open) => media?.screen.show(open),
    own,
    menus: () => media?.menus() ?? {},
    tracks,
    microphone: () => media?.microphone() ?? null,
    actions: {
      toggleMic() {
        talking = false;
        media?.turn({ mic: !media.wanted().mic });
      },
      toggleCamera: () => media?.turn({ camera: !media.wanted().camera }),
      talk(on) {
        if (on ? own().mic.is !== "off" : !talking) return;
        talking = on;
        media?.turn({ mic: on });
      },
      retry: (kind) => media?.retry(kind),
      setEffects: async (part) => (await affect()).choose(part),
      chooseBackground: async (file) => (await affect()).choosePicture(file),
      toggleScreen: () => media?.toggleScreen(),
      chooseDevice: (kind, deviceId) => media?.choose(kind, deviceId),
      askSpeaker: () => media?.askSpeaker(),
      speakerRefused: (deviceId) => media?.speakerRefused(deviceId),
    },
  };
}

/** Gives a function that loads the effects, and puts them to work on the media of now. */
function affecting(
  { browser, showEffects: show }: PageMediaOptions,
  kept: StoredEffects,
  now: () => { media: LocalMedia; signal: AbortSignal } | null,
): () => Promise<PageEffects> {
  let effects: PageEffects | null = null;
  let affected: LocalMedia | null = null;
  return async () => {
    const { createPageEffects, loadEffects } = await browser.loadDeferredChunk();
    effects ??= createPageEffects({ kept, loadEffects, show });
    const current = now();
    if (current && current.media !== affected) effects.attach(current.media, current.signal);
    affected = current?.media ?? null;
    return effects;
  };
}
