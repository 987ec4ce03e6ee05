/** How the media of a pair go: by a relay on either side, straight, or not at all. */
export const PATHS = ["direct", "relayed", "none"] as const;

/** Protocols of a route: to the peer, or when relayed, to the relay. */
export const PROTOCOLS = ["udp", "tcp", "tls"] as const;

/** Seconds that a pair took to connect, rounded up to one of these. */
export const SETUPS = ["0.5", "1", "2", "3", "5", "8", "12", "20", "30", "more"] as const;

/** Outcomes of a pair: connected, or the reason why not. */
export const VERDICTS = [
  "connected",
  // The peer's page is in the room and never answered.
  "peer_silent",
  // No relay is known to the page, and no pair of candidates connects.
  "no_relay",
  // A relay is known, but nothing of it answers: not by UDP, TCP or TLS.
  "relay_unreachable",
  // The browser does not accept its URL, and knows no other.
  "relay_address",
  // It answers 401: the secrets differ.
  "relay_refused",
  // It answers 486: too many allocations.
  "relay_full",
  // The relay works and still no pair of candidates connects.
  "no_path",
  // Candidates connect, DTLS does not.
  "dtls_failed",
  // Connected, and nothing was decoded.
  "no_media",
  "unknown",
] as const;
