/** Why a microphone or a camera gives nothing, in the terms of the person in front of it. */
export type MediaProblem =
  | "denied"
  /** The browser itself may not: the privacy settings of the system forbid it. */
  | "denied-by-system"
  | "missing"
  | "busy"
  | "insecure"
  | "unsupported"
  | "failed";

/** The situation of one own device. `off` is a choice; `failed` offers a retry. */
export type Device =
  | { readonly is: "off" }
  | { readonly is: "starting" }
  | { readonly is: "on"; readonly deviceId: string }
  /** On, and muted outside the page: by the system, a key of the headset, the browser. */
  | { readonly is: "muted"; readonly deviceId: string }
  /** Gone while it was on; it goes on when it is back. */
  | { readonly is: "lost" }
  | { readonly is: "failed"; readonly why: MediaProblem };

/** One entry of a device menu. The label is empty until permission is given. */
export interface DeviceChoice {
  readonly kind: "audioinput" | "videoinput" | "audiooutput";
  readonly deviceId: string;
  readonly label: string;
}
