import type { CallOptions } from "../call/call.ts";
import type { Devices } from "../call/media/capture.ts";
import type { codeOf } from "../call/security/sas.ts";
import type { EntranceOptions } from "../call/security/security_context.ts";
import type { PageVisibility } from "../platform/page_visibility.ts";
import type { inventName } from "./room_name.ts";
import type { openShare } from "../call/media/screen_share.ts";
import type { ScreenLocks } from "../platform/wake_lock.ts";
import type { Observing } from "./load_deferred.ts";

/** The browser, as far as a visit needs it; tests pass their own. */
export interface Browser extends
  Pick<
    CallOptions,
    | "signalling"
    | "connect"
    | "fetch"
    | "createRtc"
    | "later"
    | "pulse"
    | "now"
    | "elapsed"
    | "random"
  >,
  EntranceOptions {
  readonly origin: string;
  readonly secure: boolean;
  readonly capable: boolean;
  readonly devices: Devices | undefined;
  readonly page: PageVisibility;
  readonly wakeLock: ScreenLocks | undefined;
  /** Brings what a call can begin without; may reject. */
  readonly late: () => Promise<
    & { openShare: typeof openShare; codeOf: typeof codeOf; inventName: typeof inventName }
    & Observing
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
