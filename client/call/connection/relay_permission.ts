/** Candidates of a description that a relay has given, with their addresses. */
const RELAYED = /candidate:\S+ 1 udp \d+ (\S+) \d+ typ relay/gi;

/**
 * Has the relay of an offered connection let packets through that come from relays of the same
 * server, once there is an answer. A relay drops what comes from an address for which it has no
 * permission (RFC 8656 §9), and is given one for each candidate of the other side: until that has
 * come, the other side's first connectivity check is lost, and in Chromium the second one leaves
 * 48 ms later. Permissions are for addresses, whatever the port, so a candidate at the own relay's
 * address does. It belongs to an ICE generation that never begins, by its `ufrag`, so nothing is sent
 * to it. Firefox refuses it.
 */
export function permitRelays(
  rtc: Pick<RTCPeerConnection, "addIceCandidate" | "localDescription">,
): void {
  const relayed = (rtc.localDescription?.sdp ?? "").matchAll(RELAYED);
  const byAddress = new Map([...relayed].map(([candidate, address]) => [address, candidate]));
  for (const candidate of byAddress.values()) {
    rtc.addIceCandidate({ candidate: `${candidate} ufrag none`, sdpMid: "0" }).catch(() => {});
  }
}
