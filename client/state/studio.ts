/** Studio of the call, such as OBS: how a person brings it in, and who sends it on. */
export interface StudioView {
  /** Address and token for the publisher; null while there is no studio. */
  readonly link: { readonly url: string; readonly token: string } | null;
  /** Members whose shared screen is the studio; `"me"` is this page. */
  readonly live: readonly { readonly id: string; readonly name: string }[];
  /** Reason for which this page did not take the last publisher; null if it did. */
  readonly refused: "codec" | "sharing" | null;
  /** Makes a studio, for everybody in the call. */
  create(): void;
  /** Ends the studio, and its picture. */
  revoke(): void;
}
