import type { AcceptingRtc } from "./accepted_ice_servers.ts";
import type { IceServers } from "./ice_servers.ts";
import type { PreparedConnection } from "./prepared_connection.ts";

/** Connections of a call, for what is beside its members. */
export interface CallConnections {
  readonly prepared: PreparedConnection;
  readonly iceServers: IceServers;
  /** Makes connections without the URLs of ICE servers that this browser does not accept. */
  readonly accepting: AcceptingRtc;
}
