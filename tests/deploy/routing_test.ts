import { assert, assertEquals, assertMatch } from "@std/assert";
import { app, hostOf, socketsOf } from "../harness/deployed_process.ts";
import { daemon, freePort, lacks } from "../harness/daemon.ts";
import { filledIn, ROOT } from "../harness/deploy_files.ts";
import { askBy, caddy, type Front, haproxy, joinBy, nginx } from "../harness/proxy.ts";
import { meet, type Page, type Person, person } from "../harness/socket_page.ts";
import { fromFileUrl } from "../harness/paths.ts";

const PAIRS = 40;
const kinds = { caddy, nginx, haproxy };
const ignore = ["caddy", "nginx", "haproxy", "nats-server"].map((name) => lacks(name))
  .some(Boolean);
const roomOf = (front: Front, at: number) => `${front.name}-${at}`.padEnd(22, "_");

/** Two people who have joined one room by a proxy, one after the other. */
interface Pair {
  readonly who: readonly [Person, Person];
  readonly room: string;
  readonly pages: readonly [Page, Page];
}

async function pair(front: Front, room: string, who?: Pair["who"]): Promise<Pair> {
  const people = who ?? [await person(), await person()] as const;
  const first = await joinBy(front, room, people[0]);
  return { room, who: people, pages: [first, await joinBy(front, room, people[1])] };
}

const pairsOf = (front: Front) =>
  Promise.all(Array.from({ length: PAIRS }, (_, at) => pair(front, roomOf(front, at))));

/** True if the second was told of the first when it was let in: they are in one process. */
const together = ({ pages: [first, second] }: Pair) =>
  second.heard[0]?.includes(`"${first.id}"`) === true;

async function leave(pairs: readonly Pair[]): Promise<void> {
  for (const { pages } of pairs) {
    for (const { socket, closed } of pages) {
      socket.close();
      await closed;
    }
  }
}

/** The three proxies in front of the same processes; the ports are known before these start. */
async function openFronts(
  stack: AsyncDisposableStack,
  ports: Readonly<Record<keyof typeof kinds, number>>,
  upstreams: readonly string[],
): Promise<readonly Front[]> {
  const all = [];
  for (const kind of ["caddy", "nginx", "haproxy"] as const) {
    all.push(stack.use(await kinds[kind](upstreams, ports[kind])));
  }
  return all;
}

const somePorts = () => ({ caddy: freePort(), nginx: freePort(), haproxy: freePort() });
const hostsOf = (ports: Readonly<Record<string, number>>) =>
  Object.values(ports).map((port) => `localhost:${port}`);

Deno.test({
  name:
    "routing by room: two processes without a bus, 40 of 40 pairs meet behind each proxy, and hear its goodbye",
  ignore,
  async fn() {
    await using stack = new AsyncDisposableStack();
    const ports = somePorts();
    const apps = await Promise.all([0, 1].map(() => app(null, hostsOf(ports))));
    const [one, two] = apps.map((process) => stack.use(process));
    assert(one && two);
    const fronts = await openFronts(stack, ports, apps.map(hostOf));
    for (const front of fronts) {
      assertMatch((await askBy(front, "")).text, /<!doctype html>/i);
      const pairs = await pairsOf(front);
      assertEquals(pairs.filter(together).length, PAIRS, front.name);
      // Both have some, or it would show nothing.
      const counts = await Promise.all([one, two].map(socketsOf));
      assertEquals(counts.map((count) => count > 0), [true, true], `${front.name} ${counts}`);
      await leave(pairs);
    }
    // A goodbye is heard through each of them.
    const last = await Promise.all(fronts.map((front) => pair(front, roomOf(front, 0))));
    for (const process of [one, two]) process.kill("SIGTERM");
    for (const { pages } of last) {
      assertEquals(await Promise.all(pages.map(({ closed }) => closed)), [1012, 1012]);
    }
  },
});

Deno.test({
  name: "routing by room: with NATS, a killed process's rooms move, 40 of 40 pairs meet again",
  ignore,
  async fn() {
    const values = filledIn();
    const { NATS_USER = "", NATS_PASSWORD = "" } = values;
    const conf = fromFileUrl(new URL("deploy/nats.conf", ROOT));
    const args = ["-c", conf, "-a", "127.0.0.1", "-p", "-1"];
    await using nats = daemon("nats-server", args, { NATS_USER, NATS_PASSWORD });
    const [, bus = ""] = await nats.until(/127\.0\.0\.1:(\d+)[^]*Server is ready/);
    await using stack = new AsyncDisposableStack();
    const ports = somePorts();
    const starting = [0, 1].map(() => app(`127.0.0.1:${bus}`, hostsOf(ports), values));
    const apps = await Promise.all(starting);
    const [one, two] = apps.map((process) => stack.use(process));
    assert(one && two);
    const fronts = await openFronts(stack, ports, apps.map(hostOf));
    const calls = new Map(
      await Promise.all(fronts.map(async (front) => [front, await pairsOf(front)] as const)),
    );

    const moving = await socketsOf(one);
    assert(moving > 0);
    const all = [...calls.values()].flat().flatMap(({ pages }) => pages);
    let lost = 0;
    const everybody = Promise.withResolvers<void>();
    for (const { closed } of all) {
      closed.then(() => ++lost === moving && everybody.resolve());
    }
    one.kill("SIGKILL");
    await everybody.promise;
    const open = ({ socket }: Page) => socket.readyState === WebSocket.OPEN;
    for (const [front, pairs] of calls) {
      let met = 0;
      for (const [at, { room, who, pages }] of pairs.entries()) {
        assertEquals(open(pages[0]), open(pages[1]), "a room is in one process");
        if (!open(pages[0])) pairs[at] = await pair(front, room, who);
        const now = pairs[at];
        if (now) await meet(...now.pages).then(() => met++);
      }
      assertEquals(met, PAIRS, front.name);
    }
    assertEquals(await socketsOf(two), all.length);
    for (const pairs of calls.values()) await leave(pairs);
  },
});
