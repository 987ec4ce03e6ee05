import { loopbackTurn } from "../harness/loopback_turn.ts";
import { certifiedFiles } from "../harness/authority.ts";
import { initials, type Pair } from "../harness/browser/meeting.ts";
import { room } from "../harness/browser/room_link.ts";
import type { TestRoom } from "../harness/browser/test_room.ts";
import { serve, type Server } from "../harness/browser/server.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Couple } from "./couples.ts";
import { PLAIN_PORT, RELAY } from "./names.ts";
import { type BridgedNetworks, bridgeNetworks } from "./bridged_networks.ts";

/** Two homes, and services that pages there reach on port 443. */
export interface Internet extends AsyncDisposable, BridgedNetworks {
  /** With a relay by UDP, TCP and TLS, by IPv4 and IPv6. */
  readonly server: Server;
  /** Without one. */
  readonly plain: Server;
}

/** Two people at one home each, and when the second one set out. */
export interface Distant extends Couple {
  readonly began: number;
}

/** ICE servers that pages are given, with coturn's own address. */
function urls(address: string): string[] {
  const port = address.split(":").at(-1);
  const plain = ["udp", "tcp"].map((one) => `turn:relay.example:${port}?transport=${one}`);
  return [...plain, "turns:relay.example:443?transport=tcp"];
}

/** Starts all of it; ended by whoever asked for it. */
export async function internet(): Promise<Internet> {
  const parts = new AsyncDisposableStack();
  const { files } = parts.use(await certifiedFiles(["relay.example"]));
  const world = parts.use(await bridgeNetworks(files.ca));
  const lines = ["tls-listening-port=443", `cert=${files.cert}`, `pkey=${files.key}`];
  const addresses = Object.values(RELAY);
  const { enter } = world.relay;
  const relay = parts.use(await loopbackTurn({ addresses, urls, lines, enter }));
  const begin = async (port: number, env = {}) => {
    const server = await serve({ HOST: "::", PORT: String(port), ...env }, ["--lan"]);
    parts.defer(async () => void await server.stop());
    // They serve all tests of a file.
    return { ...server, stop: () => Promise.resolve({ success: true, code: 0, signal: null }) };
  };
  const server = await begin(443, relay.env);
  const plain = await begin(PLAIN_PORT);
  return { ...world, server, plain, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

/** Starts all their browsers, once for a file: what is measured later begins with a page. */
export async function wake(testRoom: TestRoom, { homes }: BridgedNetworks): Promise<void> {
  await Promise.all(
    homes.flatMap(({ browser }) =>
      (["chromium", "firefox"] as const).map(async (kind) => {
        const page = await testRoom.open(kind, ADDRESS, { with: browser(kind), kept: true });
        await page.close();
      })
    ),
  );
}

const ADDRESS = "https://call.example/";

/** One comes to each home and both to a room of their own; waits for no connection. */
export async function distant(
  testRoom: TestRoom,
  { homes }: BridgedNetworks,
  pair: Pair,
  name: "call" | "plain" = "call",
): Promise<Distant> {
  const place = room();
  const come = async (at: 0 | 1) => {
    const href = `https://${name}.example/#/${place}?name=${at ? "Bob" : "Ann"}&join=1&mic=1&cam=1`;
    const entry = { with: homes[at].browser(pair[at]), kept: true };
    const visitor = await testRoom.open(pair[at], href, entry);
    await visitor.on("call");
    return visitor;
  };
  const ann = await come(0);
  const began = performance.now();
  return { pair, name: initials(pair), people: [ann, await come(1)], began };
}

/** Waits until the tiles of both say why; gives the ms since the second one set out. */
export async function told({ people, began }: Distant, verdict: RegExp): Promise<number> {
  await Promise.all(people.map(async ({ page }) => {
    const now = () =>
      page.evaluate(() =>
        document.querySelector<HTMLElement>("[data-verdict]")?.dataset["verdict"]
      );
    const scene = () => page.evaluate(() => document.body.innerText);
    await until(String(verdict), async () => verdict.test(await now() ?? ""), scene, 60_000);
  }));
  return performance.now() - began;
}
