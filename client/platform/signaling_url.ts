/** Origin of the signaling, if it is not that of the page; set by the build. */
declare const SIGNAL_URL: string;

/** Address of the signaling without a room, `wss://host/ws`. */
export const signalingUrl = (): string =>
  `${(SIGNAL_URL || location.origin).replace("http", "ws")}/ws`;
