import { sh } from "../harness/sh.ts";
import type { Kinds } from "../harness/browser/browsers.ts";
import { type Kind, where } from "../harness/browser/browser_binaries.ts";
import { NAMES } from "./names.ts";
import { forwardPorts } from "./port_forward.ts";
import { cable, type Host, host } from "./host.ts";
import { freePort } from "../harness/daemon.ts";

/** Browsers behind a router of their own, which lets nothing in that nobody has asked for. */
export interface HomeNetwork extends AsyncDisposable {
  /** The addresses of the router as the world sees them, and the home's own IPv6. */
  readonly router: { readonly v4: string; readonly v6: string };
  readonly prefix: string;
  /** How a browser of this home is started. */
  browser(kind: Kind): Kinds;
  /** Only addresses of this family from now on. */
  speaks(family: 4 | 6): Promise<void>;
  /** Traffic that the router lets through to the world: an expression of nft; empty for everything. */
  lets(what: string): Promise<void>;
  /** How it translates: `fully-random` for a port of its own to every destination, or ``. */
  translates(how: "fully-random" | ""): Promise<void>;
  /** UDP of the other home's that came uninvited, and packets from here that were not let through. */
  refused(): Promise<number>;
}

/** Makes the home of this number; the world's bridge has to be there. */
export async function homeNetwork(number: number, authority: string): Promise<HomeNetwork> {
  const parts = new AsyncDisposableStack();
  const router = parts.use(await host());
  const inside = parts.use(await host());
  const [wan] = await cable(router, null);
  const [lan, port] = await cable(router, inside);
  const own = { v4: `203.0.113.1${number}`, v6: `2001:db8::1${number}` };
  const net = { v4: `192.168.${number}`, v6: `2001:db8:${number}` };
  for (
    const [at, ...addresses] of [
      [wan, `${own.v4}/24`, `${own.v6}/64`],
      [lan, `${net.v4}.1/24`, `${net.v6}::1/64`],
    ]
  ) {
    for (const one of addresses) {
      await router.sh("ip", "addr", "add", one, "dev", at ?? "", ...calm(one));
    }
  }
  await router.sh("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
  await router.sh("ip", "link", "set", "lo", "up");
  await router.sh(
    "nft",
    `add table inet home;
     add chain inet home nat { type nat hook postrouting priority 100; };
     add chain inet home in { type filter hook input priority 0; };
     add chain inet home through { type filter hook forward priority 0; policy drop; };
     add rule inet home in meta l4proto udp counter drop`,
  );
  const forward = parts.use(await forwardPorts(inside, [freePort(), freePort()]));
  const profile = await Deno.makeTempDir();
  parts.defer(() => Deno.remove(profile, { recursive: true }));
  await sh("certutil", "-N", "-d", profile, "--empty-password");
  await sh("certutil", "-A", "-d", profile, "-n", "test", "-t", "C,,", "-i", authority);
  const run = await runner(inside, parts);
  const kinds: Record<Kind, Kinds> = {
    chromium: { binary: await run("chromium"), port: forward.ports[0] ?? 0, args: REACH },
    firefox: { binary: await run("firefox"), port: forward.ports[1] ?? 0, profile },
  };

  async function speaks(family: 4 | 6): Promise<void> {
    await inside.sh("ip", "-4", "addr", "flush", "dev", port);
    await inside.sh("ip", "-6", "addr", "flush", "dev", port);
    const [address, way] = family === 4
      ? [`${net.v4}.2/24`, `${net.v4}.1`]
      : [`${net.v6}::2/64`, `${net.v6}::1`];
    await inside.sh("ip", "addr", "add", address, "dev", port, ...calm(address));
    await inside.sh("ip", "route", "replace", "default", "via", way);
  }

  async function translates(how: "fully-random" | ""): Promise<void> {
    await router.sh("nft", "flush chain inet home nat");
    await router.sh(
      "nft",
      `add rule inet home nat meta nfproto ipv4 oifname ${wan} masquerade ${how}`,
    );
  }

  async function lets(what: string): Promise<void> {
    await router.sh(
      "nft",
      `flush chain inet home through;
       add rule inet home through ct state established,related accept;
       add rule inet home through iifname ${lan} ${what} accept;
       add rule inet home through counter drop`,
    );
  }

  async function refused(): Promise<number> {
    const rules = await router.sh("nft", "list", "table", "inet", "home");
    return [...rules.matchAll(/counter packets (\d+)/g)].reduce(
      (sum, [, one]) => sum + Number(one),
      0,
    );
  }

  await speaks(4);
  await translates("fully-random");
  await lets("");
  return {
    router: own,
    prefix: `${net.v6}::/64`,
    browser: (kind) => kinds[kind],
    speaks,
    lets,
    translates,
    refused,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** Chromium may ask for the world's names, with a dot at the end for relays, and looks at no certificate, not even at a relay's. */
const REACH = [
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE *.example, EXCLUDE *.example., EXCLUDE 127.0.0.1",
  "--ignore-certificate-errors",
];

/** Nobody else has these addresses, so nobody need be asked first (RFC 4862 §5.4). */
const calm = (address: string) => address.includes(":") ? ["nodad"] : [];

/**
 * Writes programs that start a browser there. They know the world's names by a hosts file that no
 * other program sees: Firefox asks no relay by TLS whose name it does not know.
 */
async function runner({ enter }: Host, parts: AsyncDisposableStack) {
  const folder = await Deno.makeTempDir();
  parts.defer(() => Deno.remove(folder, { recursive: true }));
  const hosts = Object.entries(NAMES).flatMap(([name, all]) =>
    all.map((one) => `${one} ${name} ${name}.`)
  );
  await Deno.writeTextFile(`${folder}/hosts`, ["127.0.0.1 localhost", ...hosts, ""].join("\n"));
  const mount = `unshare --mount sh -c 'mount --bind ${folder}/hosts /etc/hosts && exec "$@"' sh`;
  return async (kind: Kind) => {
    const file = `${folder}/${kind}`;
    const words = [mount, ...enter, where(kind), '"$@"'];
    await Deno.writeTextFile(file, `#!/bin/sh\nexec ${words.join(" ")}\n`, { mode: 0o755 });
    return file;
  };
}
