import type { Config } from "../../config.ts";

const HTTPS_PORT = 443;
const HTTP_PORT = 80;
const NATS_PORT = 4222;

/** Reason why this process may not reach a machine that its settings name; null if it may. */
export async function outOfReach(
  config: Pick<Config, "turn" | "bus">,
  permissions: Pick<Deno.Permissions, "query">,
): Promise<string | null> {
  const setting = await settingOutOfReach(config, permissions);
  return setting && `${setting} is on another machine, which \`start\` may not reach: ` +
      "use `deno task cluster`, or add its host to --allow-net";
}

/** The first setting that names a machine which these permissions do not reach, or null. */
export async function settingOutOfReach(
  { turn, bus }: Pick<Config, "turn" | "bus">,
  permissions: Pick<Deno.Permissions, "query">,
): Promise<string | null> {
  const named: [setting: string, host: string][] = [];
  if (turn.credentials.kind === "issuer") {
    const { hostname, port, protocol } = new URL(turn.credentials.url);
    const usual = protocol === "https:" ? HTTPS_PORT : HTTP_PORT;
    named.push(["TURN_ISSUER_URL", `${hostname}:${port || usual}`]);
  }
  const usual = { "nats:": NATS_PORT, "tls:": NATS_PORT, "ws:": HTTP_PORT, "wss:": HTTPS_PORT };
  for (const server of bus?.servers ?? []) {
    const hasPort = /:\d+$/.test(server);
    named.push(["BUS_URL", hasPort || !bus ? server : `${server}:${usual[bus.protocol]}`]);
  }
  for (const [setting, host] of named) {
    const { state } = await permissions.query({ name: "net", host });
    if (state !== "granted") return setting;
  }
  return null;
}
