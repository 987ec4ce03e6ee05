/** Connections of a call, for what is beside its members. */
export interface CallConnections {
  /** URLs of ICE servers that this browser does not accept. */
  refused(): readonly string[];
  /** Creates a connection to somebody who is no member, with fresh ICE servers. */
  createOther(): Promise<RTCPeerConnection>;
}
