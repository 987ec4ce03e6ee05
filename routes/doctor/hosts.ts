import { stateOf } from "./health_probe.ts";
import { bare } from "./certificate.ts";
import { type Finding, found, reason } from "./findings.ts";

/** Options of {@link checkHosts}. */
export interface HostsWorld {
  readonly lookup: (host: string) => Promise<readonly string[]>;
  readonly get: (url: string) => Promise<Response>;
}

/** Checks that each public host leads here. `secure`: this server speaks TLS itself. */
export async function checkHosts(
  hosts: readonly string[],
  secure: boolean,
  world: HostsWorld,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const host of hosts) findings.push(...await checkHost(host, secure, world));
  return findings;
}

async function checkHost(
  host: string,
  secure: boolean,
  { lookup, get }: HostsWorld,
): Promise<readonly Finding[]> {
  const name = bare(host);
  // For probes from this machine, and not for people.
  if (/^(?:localhost|127\.|::1$)/.test(name)) return [];
  if ((await lookup(name)).length === 0) return [found("host_dns", { host })];
  const ask = async (scheme: "https" | "http"): Promise<Finding> => {
    try {
      const response = await get(`${scheme}://${host}/healthz`);
      const { state } = stateOf(await response.text());
      if (!state) return found("host_other", { host, status: response.status });
      return found(scheme === "https" ? "host_ok" : "host_plain", { host });
    } catch (fault) {
      return found("host_silent", { host, why: reason(fault) });
    }
  };
  const first = await ask("https");
  // Without TLS of its own a public name has a proxy in front; one with a port may have none.
  if (first.code !== "host_silent" || secure || !/:\d+$/.test(host)) return [first];
  const plain = await ask("http");
  return [plain.code === "host_plain" ? plain : first];
}
