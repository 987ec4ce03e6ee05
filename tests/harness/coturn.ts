import { signed, TURN_TTL_S } from "../../signaling/turn/credentials.ts";
import { type Daemon, daemon, freePort } from "./daemon.ts";
import { compose, filledIn, interpolate, ROOT, service } from "./deploy_files.ts";
import { allocate, client, type Credential } from "./turn_request.ts";
import { fromFileUrl } from "./paths.ts";

/** The file that is shipped. */
export const CONF = fromFileUrl(new URL("deploy/coturn/turnserver.conf", ROOT));
/** An address of the documentation's (RFC 5737), as the one that the world would see. */
export const PUBLIC = "203.0.113.7";
/** Version that compose.yaml asks for. */
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
  const folder = await Deno.makeTempDir();
  const all = { ...values, ...settings };
  // What Docker would lay into the container, and where it lies here.
  const places: [string, string][] = [
    ["/tmp/turnserver.conf", `${folder}/turnserver.conf`],
    ["/etc/coturn/turnserver.conf", conf],
  ];
  const { entrypoint = [], command = [], configs = [] } = service("coturn");
  for (const { source, target } of configs) {
    const path = `${folder}/${source}`;
    await Deno.writeTextFile(path, interpolate(compose().configs[source]?.content ?? "", all));
    places.push([target, path]);
  }
  const [shell = "", ...words] = [...entrypoint, ...command].map((word) =>
    places.reduce((text, [there, here]) => text.replaceAll(there, here), interpolate(word, all))
  );
  const own = [
    `--listening-port=${port}`,
    `--tls-listening-port=${tlsPort}`,
    "--relay-ip=::1",
    "--simple-log",
    "--pidfile=",
  ];
  const line = [words.at(-1), ...own, ...more].join(" ");
  const server = daemon(shell, [...words.slice(0, -1), line]);
  const dispose = async () => {
    await server[Symbol.asyncDispose]();
    await Deno.remove(folder, { recursive: true });
  };
  // It writes its log in blocks: that it answers is how one knows.
  using first = await client(port);
  const secret = settings.TURN_SECRET ?? SECRET;
  await allocate(first, issued("start", undefined, { secret })).catch(async (fault) => {
    await dispose();
    throw new Error(`${fault}: ${server.text()}`);
  });
  return { server, port, tlsPort, [Symbol.asyncDispose]: dispose };
}

/** ICE servers that the service gives a member of a call. */
export function issued(
  member: string,
  at = Date.now() / 1000,
  { secret = SECRET, room = ROOM } = {},
): Credential {
  return signed(secret, room, member, at + TURN_TTL_S);
}
