import type { CallNetwork } from "../call/call.ts";
import type { Devices } from "../call/media/capture.ts";
import type { readLevels } from "../call/media/audio_levels.ts";
import type { openScreenShare } from "../call/media/screen_share.ts";
import type { DeferredOptions } from "../call/deferred.ts";
import type { PageLocks } from "../call/security/identity.ts";
import type { SecurityContext } from "../call/security/security_context.ts";
import type { sasOf } from "../call/security/sas.ts";
import type { Clock } from "../platform/clock.ts";
import type { PageVisibility } from "../platform/page_visibility.ts";
import type { keepScreenOn, ScreenLocks } from "../platform/wake_lock.ts";
import type { createPageEffects, EffectsChunk } from "./page_effects.ts";
import type { inventName } from "./room_name.ts";

/** The browser, as far as a page needs it; tests pass their own. */
export interface Browser {
  /**
   * Obstacle to calls: the page came neither by https nor from localhost (W3C Secure Contexts), or
   * the browser has no WebRTC. Null where there is none.
   */
  readonly obstacle: "insecure" | "unsupported" | null;
  readonly clock: PageClock;
  readonly random: () => number;
  readonly storage: PageStorage;
  readonly network: CallNetwork;
  readonly history: PageHistory;
  readonly security: PageSecurity;
  readonly devices: Devices | undefined;
  readonly page: PageVisibility;
  /** Undefined where the browser has none. */
  readonly wakeLock: ScreenLocks | undefined;
  readonly copy: (text: string) => Promise<void>;
  /** Loads the chunk of what a call can begin without; may reject. */
  readonly loadDeferredChunk: () => Promise<DeferredChunk>;
}

/** Clock of the page. */
export interface PageClock extends Clock {
  /** Monotonic milliseconds at which the page's script began. */
  readonly began: number;
}

/** Storage of the browser; null where it is forbidden. */
export interface PageStorage {
  /** Storage of the device, over visits. */
  readonly local: Storage | null;
  /** Storage of the tab, over reloads. */
  readonly tab: Storage | null;
}

/** Address bar and history of the tab. */
export interface PageHistory {
  readonly origin: string;
  /** The fragment of the address as it is now. */
  readonly fragment: () => string;
  /** Puts a fragment into the address bar, as a new entry of the history. */
  readonly push: (fragment: string) => void;
  /** Puts a fragment into the address bar, in the place of the current entry. */
  readonly replace: (fragment: string) => void;
  /** Goes one entry of the history back, and tells so as if the person had. */
  readonly back: () => void;
}

/** Means of the browser to tell pages apart. */
export interface PageSecurity {
  readonly locks: PageLocks;
  /** Makes a certificate of ECDSA with P-256 (W3C WebRTC §4.10.2). */
  readonly certify: () => Promise<RTCCertificate>;
  /** Takes the context of this room if it was begun before; null otherwise. */
  readonly begun: (name: string, key: string) => Promise<SecurityContext> | null;
}

/** Exports of the deferred chunk that a page uses. */
export interface DeferredChunk {
  /** Starts the deferred part of a call; the chunk knows itself where its files come from. */
  readonly startDeferred: (options: DeferredOptions) => void;
  readonly keepScreenOn: typeof keepScreenOn;
  readonly openScreenShare: typeof openScreenShare;
  readonly readLevels: typeof readLevels;
  readonly sasOf: typeof sasOf;
  readonly inventName: typeof inventName;
  readonly createPageEffects: typeof createPageEffects;
  /** Loads the chunk of effects, when somebody wishes for one. */
  readonly loadEffects: () => Promise<EffectsChunk>;
}
