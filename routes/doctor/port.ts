import type { ListenConfig } from "../../config.ts";
import { askHere } from "./health_probe.ts";
import { type Finding, found, reason } from "./findings.ts";

/** Checks that the server listens, or could. `trusted`: certificates that it may show, or null. */
export async function checkPort(
  { host, port, publicHosts }: Pick<ListenConfig, "host" | "port" | "publicHosts">,
  trusted: readonly string[] | null,
): Promise<Finding[]> {
  // Any free port is free.
  if (port === 0) return [];
  const at = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  try {
    Deno.listen({ hostname: host, port }).close();
    return [found("port_free", { at })];
  } catch (fault) {
    if (!(fault instanceof Deno.errors.AddrInUse)) {
      return [found("port_denied", { at, why: reason(fault) })];
    }
  }
  const hostname = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  const health = await askHere({ hostname, port }, publicHosts[0] ?? at, trusted)
    .catch(() => null);
  if (!health?.state) return [found("port_taken", { at })];
  const { state, why } = health;
  if (state === "ok") return [found("port_serving", { at })];
  return [found("port_degraded", { at, why: why ?? state })];
}
