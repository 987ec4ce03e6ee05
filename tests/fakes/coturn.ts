import { signed, TURN_TTL } from "../../signaling/turn.ts";
import { type Daemon, daemon, freePort } from "./daemon.ts";
import { filledIn, interpolate, ROOT, service } from "./deploy.ts";
import { allocate, client, type Credential } from "./turn.ts";

/** The file that is shipped. */
export const CONF = new URL("deploy/coturn/turnserver.conf", ROOT).pathname;
/** An address of the documentation's (RFC 5737), as the one that the world would see. */
export const PUBLIC = "203.0.113.7";
/** What compose.yaml asks for. */
export const values: Record<string, string> = {
  ...filledIn(),
  DOMAIN: "call.example",
  PUBLIC_IP: PUBLIC,
  PRIVATE_IP: "127.0.0.1",
};
export const SECRET = values.TURN_SECRET ?? "";
export const ROOM = "r".repeat(22);

/** A running coturn. */
export interface Coturn extends AsyncDisposable {
  readonly server: Daemon;
  readonly port: number;
  /** Where it speaks TLS, when it was given a certificate. */
  readonly tlsPort: number;
}

/** coturn as compose.yaml starts it, on ports of its own and with IPv6 relays for the probes. */
export async function coturn(
  conf = CONF,
  more: readonly string[] = [],
  settings: Readonly<Record<string, string>> = {},
): Promise<Coturn> {
  const [port, tlsPort] = [freePort(), freePort()];
  const args = (service("coturn").command ?? [])
    .map((word) =>
      interpolate(word, { ...values, ...settings }).replace("/etc/coturn/turnserver.conf", conf)
    );
  const own = [
    `--listening-port=${port}`,
    `--tls-listening-port=${tlsPort}`,
    "--relay-ip=::1",
    "--simple-log",
    "--pidfile=",
  ];
  const server = daemon("turnserver", [...args, ...own, ...more]);
  // It writes its log in blocks: that it answers is how one knows.
  using first = await client(port);
  const secret = settings.TURN_SECRET ?? SECRET;
  await allocate(first, issued("start", undefined, { secret })).catch(async (fault) => {
    await server[Symbol.asyncDispose]();
    throw new Error(`${fault}: ${server.text()}`);
  });
  return { server, port, tlsPort, [Symbol.asyncDispose]: server[Symbol.asyncDispose] };
}

/** What the service gives a member of a call. */
export function issued(
  member: string,
  at = Date.now() / 1000,
  { secret = SECRET, room = ROOM } = {},
): Credential {
  return signed(secret, room, member, at + TURN_TTL);
}
