import type { EndpointView } from "./endpoint.ts";

/** Studio of the call, such as OBS: how a person brings it in, and who sends it on. */
export interface StudioView extends EndpointView {
  /** Members whose shared screen is the studio; `"me"` is this page. */
  readonly live: readonly { readonly id: string; readonly name: string }[];
  /** Reason for which this page did not take the last publisher; null if it did. */
  readonly refused: "codec" | "sharing" | null;
}
