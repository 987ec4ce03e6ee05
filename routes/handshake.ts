import { ID, SUBPROTOCOL } from "../protocol/mod.ts";
import { proves } from "../signaling/room/member_token.ts";
import { problem } from "./security.ts";

/** Which pages may open the socket. */
export interface OriginRules {
  readonly pageOrigins: readonly string[];
  readonly allowNoOrigin: boolean;
  /** This listener speaks TLS itself. */
  readonly secure: boolean;
}

/** A handshake that may be answered with 101, or the answer that refuses it. */
export type Handshake =
  | { readonly ok: true; readonly room: string; readonly member: string }
  | { readonly ok: false; readonly response: Response };

/**
 * Checks a WebSocket handshake as RFC 6455 §4.2.1 asks: the runtime itself takes any version, any
 * key and any method.
 */
export async function shakeHands(
  request: Request,
  room: string,
  rules: OriginRules,
): Promise<Handshake> {
  const { headers } = request;
  if (!ID.test(room)) return refuse(404, "room_id_invalid");
  const origin = headers.get("origin");
  const allowed = originAllowed(origin, headers.get("host"), rules);
  // Before the rest, and readable from any origin: a page asks by a POST what refused its socket.
  if (origin !== null && !allowed) {
    return refuse(403, "origin_forbidden", { "access-control-allow-origin": "*" });
  }
  if (!has(headers.get("upgrade"), "websocket") || !has(headers.get("connection"), "upgrade")) {
    return refuse(426, "upgrade_required", { upgrade: "websocket", connection: "Upgrade" });
  }
  if (request.method !== "GET") {
    return refuse(405, "method_not_allowed", { allow: "GET, HEAD" });
  }
  if (headers.get("sec-websocket-version") !== "13") {
    return refuse(426, "version_unsupported", { "sec-websocket-version": "13" });
  }
  // 16 bytes in base64: 22 characters, the last of which carries two bits, and the padding.
  if (!/^[A-Za-z0-9+/]{21}[AQgw]==$/.test(headers.get("sec-websocket-key") ?? "")) {
    return refuse(400, "bad_key");
  }
  if (!allowed) return refuse(403, "origin_forbidden");
  const protocols = (headers.get("sec-websocket-protocol") ?? "").split(",").map((p) => p.trim());
  const [version, claim] = protocols;
  if (protocols.length !== 2 || version !== SUBPROTOCOL || claim === undefined) {
    return refuse(400, "bad_protocol");
  }
  switch (await proves(claim)) {
    case "proven":
      return { ok: true, room, member: claim.slice(0, 22) };
    case "false":
      return refuse(401, "bad_token");
    case "malformed":
      return refuse(400, "bad_protocol");
  }
}

/** Same origin as the Host that was asked, or one of those that the operator named. */
export function originAllowed(
  origin: string | null,
  host: string | null,
  rules: OriginRules,
): boolean {
  if (origin === null) return rules.allowNoOrigin;
  const given = origin.toLowerCase();
  if (rules.pageOrigins.includes(given)) return true;
  if (!host) return false;
  const own = host.toLowerCase();
  // Without TLS of our own, a proxy in front may have taken it off: then pages come by https.
  return given === `https://${own}` || (!rules.secure && given === `http://${own}`);
}

function has(header: string | null, token: string): boolean {
  return (header ?? "").toLowerCase().split(",").some((one) => one.trim() === token);
}

function refuse(status: number, code: string, extra?: Record<string, string>): Handshake {
  return { ok: false, response: problem(status, code, extra) };
}
