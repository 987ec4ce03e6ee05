/** Where pages come from, of both families (RFC 5737, RFC 3849). */
export const SERVER = { v4: "203.0.113.1", v6: "2001:db8::1" };
/** The same machine; port 443 of this address leads to port {@link PLAIN_PORT}. */
export const OTHER = "203.0.113.3";
export const PLAIN_PORT = 8443;
/** Where the relay is. */
export const RELAY = { v4: "203.0.113.2", v6: "2001:db8::2" };

/** Names that browsers at home resolve (RFC 2606). */
export const NAMES = {
  "call.example": Object.values(SERVER),
  "plain.example": [OTHER],
  "relay.example": Object.values(RELAY),
};
