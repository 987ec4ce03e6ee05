import { filledIn, interpolate, service, words } from "./deploy_files.ts";
import { type Process, start } from "./process.ts";

/**
 * A process with the image's command and compose's settings, on this machine alone; `bus` is the
 * host and port of a nats-server, null leaves the process by itself.
 */
export async function app(
  bus: string | null,
  publicHosts: readonly string[],
  values = filledIn(),
): Promise<Process> {
  const set = Object.entries(service("app1").environment ?? {});
  const env = Object.fromEntries(set.map(([name, text]) => [name, interpolate(text, values)]));
  const [, ...rest] = words("CMD");
  return await start({
    command: [Deno.execPath(), ...rest],
    env: {
      ...env,
      HOST: "127.0.0.1",
      PORT: "0",
      BUS_URL: bus === null ? "" : env.BUS_URL?.replace("nats:4222", bus) ?? "",
      PUBLIC_HOSTS: publicHosts.join(),
      // The test's people have one address.
      MAX_PER_ADDRESS: "0",
      JOINS_PER_ADDRESS: "0",
      ROOMS_PER_ADDRESS: "0",
    },
  });
}

/** Host and port of a process, as proxies name it. */
export const hostOf = ({ address }: Process): string => new URL(address).host;

/** Sockets of a process, as it says itself. */
export async function socketsOf({ address }: Process): Promise<number> {
  return (await (await fetch(`${address}healthz`)).json()).sockets;
}
