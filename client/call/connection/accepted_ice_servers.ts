import { attempt } from "./connection.ts";

/** Makes connections without the URLs of ICE servers that this browser refuses. */
export interface AcceptingRtc {
  /** Throws only where the browser makes no connection with whatever servers. */
  readonly create: (config: RTCConfiguration) => RTCPeerConnection;
  /** The URLs that were left out so far, without what they may hold of a password. */
  refused(): readonly string[];
}

/**
 * Leaves out, one by one, the URLs at which the constructor throws (W3C WebRTC §4.4.1.6): browsers
 * differ in the ports and forms that they take, and one bad URL is to cost the call no more than
 * itself.
 */
export function acceptIce(create: (config: RTCConfiguration) => RTCPeerConnection): AcceptingRtc {
  const refused = new Set<string>();

  /** The servers with those of their URLs alone that have not been refused. */
  function accepted(servers: readonly RTCIceServer[]): RTCIceServer[] {
    return servers.flatMap((server) => {
      const urls = [server.urls].flat().filter((url) => !refused.has(url));
      return urls.length > 0 ? [{ ...server, urls }] : [];
    });
  }

  function tryEach(servers: readonly RTCIceServer[]): void {
    for (const server of servers) {
      for (const url of [server.urls].flat()) {
        const alone = attempt(() => create({ iceServers: [{ ...server, urls: [url] }] }));
        alone?.close();
        if (!alone) refused.add(url);
      }
    }
  }

  return {
    create(config) {
      const { iceServers = [], ...rest } = config;
      const known = accepted(iceServers);
      const first = attempt(() => create({ ...rest, iceServers: known }));
      if (first) return first;
      // Where this throws, too, no URL is to blame.
      const bare = create(rest);
      tryEach(known);
      const second = attempt(() => create({ ...rest, iceServers: accepted(known) }));
      if (second) bare.close();
      return second ?? bare;
    },
    refused: () => [...refused].map((url) => url.replace(/:.*@/, ":…@")),
  };
}
