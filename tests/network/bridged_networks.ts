import { sh } from "../harness/sh.ts";
import { BRIDGE, cable, type Host, host } from "./host.ts";
import { OTHER, PLAIN_PORT, RELAY, SERVER } from "./names.ts";
import { type HomeNetwork, homeNetwork } from "./home_network.ts";

/** A small internet: this namespace and others on one bridge, two of them homes behind routers. */
export interface BridgedNetworks extends AsyncDisposable {
  /** Where a relay can stand. */
  readonly relay: Host;
  readonly homes: readonly [HomeNetwork, HomeNetwork];
}

/** Builds it around this namespace, a test's own; browsers there believe in this authority. */
export async function bridgeNetworks(authority: string): Promise<BridgedNetworks> {
  const parts = new AsyncDisposableStack();
  await sh("ip", "link", "add", BRIDGE, "type", "bridge");
  parts.defer(async () => void await sh("ip", "link", "del", BRIDGE));
  await sh("ip", "link", "set", BRIDGE, "up");
  await sh("ip", "addr", "add", `${SERVER.v4}/24`, "dev", BRIDGE);
  await sh("ip", "addr", "add", `${SERVER.v6}/64`, "dev", BRIDGE, "nodad");
  await sh("ip", "addr", "add", `${OTHER}/24`, "dev", BRIDGE);
  await sh(
    "nft",
    `add table inet world;
     add chain inet world in { type nat hook prerouting priority -100; };
     add rule inet world in ip daddr ${OTHER} tcp dport 443 redirect to :${PLAIN_PORT}`,
  );
  const relay = parts.use(await host());
  const [end] = await cable(relay, null);
  await relay.sh("ip", "addr", "add", `${RELAY.v4}/24`, "dev", end);
  await relay.sh("ip", "addr", "add", `${RELAY.v6}/64`, "dev", end, "nodad");
  // A relay that has no way at all to somebody's private address ends what it does for the asker.
  await relay.sh("ip", "route", "add", "default", "via", SERVER.v4);
  const homes = [
    parts.use(await homeNetwork(1, authority)),
    parts.use(await homeNetwork(2, authority)),
  ] as const;
  for (const { prefix, router } of homes) {
    await sh("ip", "route", "add", prefix, "via", router.v6);
    await relay.sh("ip", "route", "add", prefix, "via", router.v6);
  }
  return { relay, homes, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}
