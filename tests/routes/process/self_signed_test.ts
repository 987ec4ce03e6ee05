import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import {
  announcement,
  links,
  localAddresses,
  servedAt,
} from "../../../routes/process/addresses.ts";
import {
  covers,
  lanCertificate,
  lanFiles,
  readIdentity,
} from "../../../routes/process/self_signed.ts";
import { watchCertificate } from "../../../routes/process/certificate_watch.ts";
import type { Entry } from "../../../signaling/log.ts";
import { certified, certifiedFiles } from "../../harness/authority.ts";

const addresses = { ips: ["192.0.2.7", "127.0.0.1"], names: ["localhost", "box", "box.local"] };
const now = new Date("2026-11-23T00:00:00Z");
const DAY_MS = 86_400_000;
const days = (count: number) => new Date(now.getTime() + count * DAY_MS);
const withIps = (...ips: string[]) => ({ ...addresses, ips });

/** A folder for certificates that goes away with the test. */
async function folder() {
  const root = await Deno.makeTempDir();
  const remove = () => Deno.remove(root, { recursive: true });
  return { path: `${root}/tls`, [Symbol.asyncDispose]: remove };
}

Deno.test("lanCertificate: made once, kept in private, and made again when it no longer fits", async () => {
  await using at = await folder();
  const files = lanFiles(at.path);
  const first = await lanCertificate(at.path, addresses, now);
  for (const file of [files.key, files.cert]) {
    assertEquals(((await Deno.stat(file)).mode ?? 0) & 0o777, 0o600, file);
  }
  assertEquals(await lanCertificate(at.path, addresses, days(30)), first);
  const later = await lanCertificate(at.path, addresses, days(396));
  assert(later.cert !== first.cert && later.key !== first.key);
  assertEquals([...Deno.readDirSync(at.path)].length, 2, "nothing is left beside");
  await Deno.writeTextFile(files.cert, "garbage");
  assertEquals(covers((await lanCertificate(at.path, addresses, now)).cert, addresses, now), true);
});

Deno.test("lanCertificate: kept while it names the first address, whatever else comes and goes", async () => {
  await using at = await folder();
  const first = await lanCertificate(at.path, addresses, now);
  for (
    const others of [["127.0.0.1"], [], ["127.0.0.1", "fd00::77"], ["172.17.0.1", "10.8.0.2"]]
  ) {
    assertEquals(await lanCertificate(at.path, withIps("192.0.2.7", ...others), now), first);
  }
  assertEquals(await lanCertificate(at.path, { ...addresses, names: ["localhost"] }, now), first);
  const moved = await lanCertificate(at.path, withIps("192.0.2.8"), now);
  assert(moved.cert !== first.cert);
  // Home again: the phone at home is not asked once more.
  assertEquals(await lanCertificate(at.path, addresses, now), moved);
});

Deno.test("lanCertificate: the operator's own files are neither removed nor replaced", async () => {
  await using at = await folder();
  await Deno.mkdir(at.path);
  const own = await certified(["call.example"]);
  const names = ["cert.pem", "key.pem"];
  for (const name of names) {
    await Deno.writeTextFile(`${at.path}/${name}`, name === "cert.pem" ? own.cert : own.key);
  }
  await lanCertificate(at.path, addresses, now);
  const read = (path: string) => Deno.readTextFile(path);
  assertEquals(await Promise.all(names.map((name) => read(`${at.path}/${name}`))), [
    own.cert,
    own.key,
  ]);
  // Nor one that has the name of ours.
  const files = lanFiles(at.path);
  await Deno.writeTextFile(files.cert, own.cert);
  await Deno.writeTextFile(files.key, own.key);
  const fault = await assertRejects(() => lanCertificate(at.path, addresses, now));
  assertMatch(`${fault}`, /was not made by --lan/);
  assertEquals([await read(files.cert), await read(files.key)], [own.cert, own.key]);
});

Deno.test("covers: names and addresses within a certificate's time, and nothing else", async () => {
  await using at = await folder();
  const { cert } = await lanCertificate(at.path, addresses, now);
  assertEquals(covers(cert, addresses, now), true);
  assertEquals(covers(cert, { ips: [], names: ["other"] }, now), false);
  assertEquals(covers(cert, { ips: ["192.0.2.9"], names: [] }, now), false);
  assertEquals(
    [covers(cert, addresses, days(-2)), covers(cert, addresses, days(396))],
    [false, false],
  );
  assertEquals(covers("", addresses, now), false);
});

Deno.test("readIdentity: a key of another certificate is refused", async () => {
  await using made = await certifiedFiles(["call.example"]);
  assertEquals(await readIdentity(made.files), { cert: made.cert, key: made.key });
  await Deno.writeTextFile(made.files.key, (await certified(["call.example"])).key);
  const fault = await assertRejects(() => readIdentity(made.files));
  assertMatch(`${fault}`, /TLS_KEY is not the key of TLS_CERT/);
});

Deno.test("watchCertificate: a renewed one is shown once, half of one not at all", async () => {
  const [old, fresh] = [await certified(["a"]), await certified(["a"])];
  const logged: Entry[] = [];
  const shown: unknown[] = [];
  let read = () => Promise.resolve(old);
  const look = watchCertificate({
    read: () => read(),
    shown: old,
    show: (one) => shown.push(one),
    now: Date.now,
    log: (entry) => void logged.push(entry),
  });
  await look();
  read = () => Promise.reject(new TypeError("half"));
  await look();
  assertEquals(shown, []);
  read = () => Promise.resolve(fresh);
  await look();
  await look();
  assertEquals(shown, [fresh]);
  assertEquals(logged.map(({ event, detail }) => [event, detail]), [
    ["certificate_unreadable", "TypeError"],
    ["certificate_renewed", undefined],
  ]);
});

Deno.test("watchCertificate: the last 14 days are logged once a day, and then that it has ended", async () => {
  const shown = await certified(["a"], 30);
  const logged: Entry[] = [];
  let time = Date.now();
  const look = watchCertificate({
    read: () => Promise.resolve(shown),
    shown,
    show() {},
    now: () => time,
    log: (entry) => void logged.push(entry),
  });
  const until = time + 30 * DAY_MS;
  for (time = until - 20 * DAY_MS; time < until + 2 * DAY_MS; time += DAY_MS / 8) await look();
  assertEquals(
    logged.map(({ level, event, count }) => [level, event, count ?? null]),
    [
      ...Array.from({ length: 14 }, (_, at) => ["warn", "certificate_expires_soon", 13 - at]),
      ...Array.from({ length: 2 }, () => ["error", "certificate_expired", null]),
    ],
  );
});

const face = (name: string, address: string) => ({
  name,
  family: address.includes(":") ? "IPv6" as const : "IPv4" as const,
  address,
  netmask: "",
  scopeid: null,
  cidr: "",
  mac: "",
});
const machine = (...interfaces: [name: string, address: string][]) => ({
  networkInterfaces: () => interfaces.map(([name, address]) => face(name, address)),
  hostname: () => "Box",
});

Deno.test("localAddresses: a phone's way first, link-local ones left out, the host's names with .local", () => {
  const all = machine(
    ["lo", "127.0.0.1"],
    ["lo", "::1"],
    ["docker0", "172.17.0.1"],
    ["br-12ab", "172.18.0.1"],
    ["wg0", "10.8.0.2"],
    ["eth0", "fe80::1"],
    ["eth0", "fd00::2"],
    ["eth1", "169.254.1.1"],
    ["eth1", "203.0.113.7"],
    ["wlan0", "192.168.1.5"],
  );
  assertEquals(localAddresses(all), {
    ips: [
      "192.168.1.5",
      "203.0.113.7",
      "fd00::2",
      "172.17.0.1",
      "172.18.0.1",
      "10.8.0.2",
      "127.0.0.1",
      "::1",
    ],
    names: ["localhost", "box", "box.local"],
  });
  assertEquals(localAddresses({ ...all, hostname: () => "a.example" }).names, [
    "localhost",
    "a.example",
  ]);
  // A bridge that is the machine's own way out is no container's.
  assertEquals(localAddresses(machine(["virbr0", "10.1.1.1"], ["br0", "10.2.2.2"])).ips, [
    "10.2.2.2",
    "10.1.1.1",
  ]);
  assertEquals(localAddresses(machine(["veth1", "10.1.1.1"], ["lo", "127.0.0.1"])).ips, [
    "10.1.1.1",
    "127.0.0.1",
  ]);
});

Deno.test("links: only what is listened on", () => {
  const all = { ips: ["192.0.2.7", "fd00::2", "127.0.0.1"], names: [] };
  assertEquals(links(all, "https", { hostname: "0.0.0.0", port: 8000 }), [
    "https://192.0.2.7:8000/",
    "https://127.0.0.1:8000/",
  ]);
  assertEquals(links(all, "https", { hostname: "::", port: 1 })[1], "https://[fd00::2]:1/");
  assertEquals(links(all, "http", { hostname: "127.0.0.1", port: 1 }), ["http://127.0.0.1:1/"]);
  assertEquals(links(all, "http", { hostname: "::1", port: 1 }), ["http://[::1]:1/"]);
  assertEquals(servedAt(all, "0.0.0.0").ips, ["192.0.2.7", "127.0.0.1"]);
});

Deno.test("announcement: begins with the first link; only phones get a QR code, and none of loopback", () => {
  const both = ["https://192.0.2.7:8000/", "https://127.0.0.1:8000/"];
  assertEquals(announcement(both, false), `Visavis  ${both[0]}\n         ${both[1]}`);
  const shown = announcement(both, true);
  assertEquals(/https?:\/\/\S+/.exec(shown)?.[0], both[0]);
  assert(/[█▀▄]{3}/.test(shown));
  for (const alone of ["https://127.0.0.1:8000/", "https://[::1]:8000/"]) {
    const text = announcement([alone], true);
    assertEquals(/[█▀▄]{3}/.test(text), false);
    assertMatch(text, /No phone can reach this machine/);
  }
});
