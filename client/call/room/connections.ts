import type { Clock } from "../../platform/clock.ts";
import { acceptIce } from "../connection/accepted_ice_servers.ts";
import { openConnection } from "../connection/connection.ts";
import { type IceServers, keepIceServers } from "../connection/ice_servers.ts";
import { prepareConnection } from "../connection/prepared_connection.ts";
import { presentedFingerprint } from "../security/fingerprint.ts";
import type { ConnectionSource } from "./peer.ts";

/** Options of {@link createConnections}. */
export interface ConnectionsOptions {
  readonly network: {
    readonly createRtc: (config: RTCConfiguration) => RTCPeerConnection;
    /** Lets the frames of a sender that has just been made pass through a worker under this name. */
    readonly tapSender: (sender: RTCRtpSender, name: string) => void;
  };
  readonly clock: Pick<Clock, "later" | "now">;
  readonly relayOnly: boolean;
  readonly signal: AbortSignal;
}

/** Source of the connections of one stay, and their ICE servers. */
export interface Connections extends ConnectionSource {
  readonly iceServers: IceServers;
  /** Addresses of ICE servers that the browser has refused. */
  readonly refusedUrls: () => readonly string[];
}

/** Creates it; `ask` asks the server for fresh ICE servers, `count` counts the others. */
export function createConnections(
  { network, clock: { later, now }, relayOnly, signal }: ConnectionsOptions,
  certificate: RTCCertificate,
  ask: () => boolean,
  count: () => number,
): Connections {
  const iceServers = keepIceServers({ ask, now, later, signal, relayOnly });
  const { create, refused } = acceptIce(network.createRtc);
  const open = (id: string, more = 0) =>
    openConnection({
      create,
      config: { ...iceServers.config(), certificates: [certificate] },
      later,
      presented: presentedFingerprint,
      tap(slots, name) {
        // Several members may share an encoder; in a call of two there is nothing to share.
        if (count() + more > 1) network.tapSender(slots.camera.sender, name);
        return slots;
      },
      id,
    });
  const ready = () => iceServers.good() ? null : iceServers.fresh();
  const prepared = prepareConnection({
    open: (more) => open("", more),
    ready,
    later,
    signal,
  });
  return { open, ready, prepared, iceServers, refusedUrls: refused };
}
