/** The three m-lines of every connection, in this order, for its whole life. */
export const SLOTS = ["mic", "camera", "screen"] as const;
export type Slot = (typeof SLOTS)[number];

/** Tracks that a page sends; null sends nothing, and nothing is negotiated when that changes. */
export type Tracks = Readonly<Record<Slot, MediaStreamTrack | null>>;
/** Tracks of a page that sends nothing. */
export const NO_TRACKS: Tracks = { mic: null, camera: null, screen: null };
export type Slots = Readonly<Record<Slot, RTCRtpTransceiver>>;
