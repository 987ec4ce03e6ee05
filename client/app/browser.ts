import type { CallOptions } from "../call/call.ts";
import type { Devices } from "../call/media/capture.ts";
import type { sasOf } from "../call/security/sas.ts";
import type { SecurityContextOptions } from "../call/security/security_context.ts";
import type { PageVisibility } from "../platform/page_visibility.ts";
import type { inventName } from "./room_name.ts";
import type { openScreenShare } from "../call/media/screen_share.ts";
import type { ScreenLocks } from "../platform/wake_lock.ts";
import type { DeferredPart } from "./load_deferred.ts";

/** The browser, as far as a visit needs it; tests pass their own. */
export interface Browser extends
  Pick<
    CallOptions,
    | "signalling"
    | "connect"
    | "fetch"
    | "createRtc"
    | "later"
    | "ticker"
    | "now"
    | "elapsed"
    | "random"
  >,
  SecurityContextOptions {
  readonly origin: string;
  readonly secure: boolean;
  readonly capable: boolean;
  readonly devices: Devices | undefined;
  readonly page: PageVisibility;
  readonly wakeLock: ScreenLocks | undefined;
  /** Brings what a call can begin without; may reject. */
  readonly late: () => Promise<
    & {
      openScreenShare: typeof openScreenShare;
      sasOf: typeof sasOf;
      inventName: typeof inventName;
    }
    & DeferredPart
  >;
  readonly memory: Storage | null;
  /** The fragment of the address as it is now. */
  readonly fragment: () => string;
  /** Puts a fragment into the address bar, as a new entry of the history. */
  readonly go: (fragment: string) => void;
  /** The same, in the place of the entry that is there. */
  readonly stay: (fragment: string) => void;
  readonly copy: (text: string) => Promise<void>;
}
