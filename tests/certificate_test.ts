import { assert, assertEquals } from "@std/assert";
import { announcement, links, localAddresses } from "../routes/addresses.ts";
import { covers, ownCertificate } from "../routes/certificate.ts";

const addresses = {
  ips: ["192.0.2.7", "fd00::2", "127.0.0.1"],
  names: ["localhost", "box", "box.local"],
};
const now = new Date("2026-11-23T00:00:00Z");
const days = (count: number) => new Date(now.getTime() + count * 86_400_000);

Deno.test("a certificate is made once, kept in private, and made again when it no longer fits", async () => {
  const root = await Deno.makeTempDir();
  const folder = `${root}/tls`;
  const first = await ownCertificate(folder, addresses, now);
  for (const file of ["key.pem", "cert.pem"]) {
    assertEquals(((await Deno.stat(`${folder}/${file}`)).mode ?? 0) & 0o777, 0o600, file);
  }
  assertEquals(await ownCertificate(folder, addresses, days(30)), first);
  // An address less is still covered, an address more is not.
  assertEquals(await ownCertificate(folder, { ...addresses, ips: ["127.0.0.1"] }, now), first);
  const moved = await ownCertificate(folder, { ...addresses, ips: ["192.0.2.8"] }, now);
  assert(moved.cert !== first.cert && moved.key !== first.key);
  const later = await ownCertificate(folder, { ...addresses, ips: ["192.0.2.8"] }, days(396));
  assert(later.cert !== moved.cert);
  await Deno.writeTextFile(`${folder}/cert.pem`, "garbage");
  const mended = await ownCertificate(folder, addresses, now);
  assertEquals(covers(mended.cert, addresses, now), true);
  await Deno.remove(root, { recursive: true });
});

Deno.test("a certificate covers its names and addresses within its time, and nothing else", async () => {
  const root = await Deno.makeTempDir();
  const { cert } = await ownCertificate(root, addresses, now);
  assertEquals(covers(cert, addresses, now), true);
  assertEquals(covers(cert, { ips: [], names: ["other"] }, now), false);
  assertEquals(covers(cert, { ips: ["192.0.2.9"], names: [] }, now), false);
  assertEquals([covers(cert, addresses, days(-2)), covers(cert, addresses, days(396))], [
    false,
    false,
  ]);
  assertEquals(covers("", addresses, now), false);
  await Deno.remove(root, { recursive: true });
});

const face = (address: string, family: "IPv4" | "IPv6") => ({
  name: "x",
  family,
  address,
  netmask: "",
  scopeid: null,
  cidr: "",
  mac: "",
});

Deno.test("addresses: IPv4 first, link-local ones left out, the host's names with .local", () => {
  const machine = {
    networkInterfaces: () => [
      face("::1", "IPv6"),
      face("fe80::1", "IPv6"),
      face("fd00::2", "IPv6"),
      face("169.254.1.1", "IPv4"),
      face("192.0.2.7", "IPv4"),
      face("127.0.0.1", "IPv4"),
    ],
    hostname: () => "Box",
  };
  assertEquals(localAddresses(machine), {
    ips: ["192.0.2.7", "127.0.0.1", "::1", "fd00::2"],
    names: ["localhost", "box", "box.local"],
  });
  assertEquals(localAddresses({ ...machine, hostname: () => "a.example" }).names, [
    "localhost",
    "a.example",
  ]);
});

Deno.test("links: what a phone can open comes first, and only what is listened on", () => {
  const all = { ips: ["127.0.0.1", "192.0.2.7", "fd00::2"], names: [] };
  assertEquals(links(all, "https", { hostname: "0.0.0.0", port: 8000 }), [
    "https://192.0.2.7:8000/",
    "https://127.0.0.1:8000/",
  ]);
  assertEquals(links(all, "https", { hostname: "::", port: 1 })[1], "https://[fd00::2]:1/");
  assertEquals(links(all, "http", { hostname: "127.0.0.1", port: 1 }), ["http://127.0.0.1:1/"]);
  assertEquals(links(all, "http", { hostname: "::1", port: 1 }), ["http://[::1]:1/"]);
});

Deno.test("the announcement begins with the first link; only phones get a QR code", () => {
  const both = ["https://192.0.2.7:8000/", "https://127.0.0.1:8000/"];
  assertEquals(announcement(both, false), `Visavis  ${both[0]}\n         ${both[1]}`);
  const shown = announcement(both, true);
  assertEquals(/https?:\/\/\S+/.exec(shown)?.[0], both[0]);
  assert(/[█▀▄]{3}/.test(shown));
});
