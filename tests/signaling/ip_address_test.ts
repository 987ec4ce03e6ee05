import { assertEquals } from "@std/assert";
import { sourceOf } from "../../routes/client_address.ts";
import {
  isLoopback,
  network,
  parseAddress,
  parseRange,
  within,
} from "../../signaling/ip_address.ts";

Deno.test("IP address: addresses of both families are read, however they are written", () => {
  assertEquals(parseAddress("192.0.2.1"), 0xffff_c000_0201n);
  assertEquals(parseAddress("::ffff:192.0.2.1"), 0xffff_c000_0201n);
  assertEquals(parseAddress("::"), 0n);
  assertEquals(parseAddress("2001:DB8::1"), parseAddress("2001:0db8:0:0:0:0:0:1"));
  assertEquals(parseAddress("1::"), 1n << 112n);
  assertEquals(parseAddress("64:ff9b::192.0.2.33"), 0x64_ff9b_0000_0000_0000_0000_c000_0221n);
  for (
    const none of [
      "",
      "localhost",
      "256.0.0.1",
      "1.2.3",
      "1.2.3.4.5",
      "01.2.3.4x",
      ":",
      ":::",
      "1::2::3",
      "1:2:3:4:5:6:7",
      "1:2:3:4:5:6:7:8:9",
      "1:2:3:4:5:6:7:8::",
      "12345::",
      "fe80::1%eth0",
      "[::1]",
      "1.2.3.4:80",
      "::1.2.3.4.5",
      " ::1",
    ]
  ) assertEquals(parseAddress(none), null, none);
});

Deno.test("IP address: ranges hold what begins with them, and nothing else", () => {
  const holds = (range: string, address: string) => {
    const [parsed, inside] = [parseRange(range), parseAddress(address)];
    return parsed !== null && inside !== null && within(inside, [parsed]);
  };
  const all: [string, string, boolean][] = [
    ["10.0.0.0/8", "10.255.0.1", true],
    ["10.0.0.0/8", "11.0.0.1", false],
    ["10.0.0.0/8", "::ffff:10.0.0.1", true],
    ["192.0.2.1", "192.0.2.1", true],
    ["192.0.2.1", "192.0.2.2", false],
    ["0.0.0.0/0", "8.8.8.8", true],
    ["0.0.0.0/0", "2001:db8::1", false],
    ["::/0", "8.8.8.8", true],
    ["fd00::/8", "fd12::1", true],
    ["fd00::/8", "fe80::1", false],
    ["2001:db8::/127", "2001:db8::1", true],
    ["2001:db8::/127", "2001:db8::2", false],
  ];
  for (const [range, address, inside] of all) {
    assertEquals(holds(range, address), inside, `${address} in ${range}`);
  }
  for (const none of ["", "10.0.0.0/33", "::/129", "10.0.0.0/8/8", "10.0.0.0/", "x/8", "::/-1"]) {
    assertEquals(parseRange(none), null, none);
  }
});

Deno.test("IP address: loopback and networks", () => {
  assertEquals(["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.9"].map(isLoopback), [
    true,
    true,
    true,
    true,
  ]);
  assertEquals(["128.0.0.1", "::2", "", "localhost"].map(isLoopback), [false, false, false, false]);
  assertEquals(network("2001:db8::1"), network("2001:0DB8:0:0:ffff::2"));
  assertEquals(network("2001:db8:0:1::1") === network("2001:db8::1"), false);
  assertEquals(network("::ffff:192.0.2.1"), network("192.0.2.1"));
  assertEquals(network("192.0.2.1") === network("192.0.2.2"), false);
});

const trusted = ["10.0.0.0/8", "127.0.0.1"].map(parseRange).filter((range) => range !== null);
const of = (peer: string, xff?: string, forwarded?: string, ranges = trusted) =>
  sourceOf(
    peer,
    new Headers({
      ...(xff === undefined ? {} : { "x-forwarded-for": xff }),
      ...(forwarded === undefined ? {} : { forwarded }),
    }),
    ranges,
  );

Deno.test("B10: only a trusted proxy is believed about whom it speaks for", () => {
  assertEquals(of("192.0.2.1", "198.51.100.1"), "192.0.2.1");
  assertEquals(of("127.0.0.1", "198.51.100.1", undefined, []), "127.0.0.1");
  assertEquals(of("127.0.0.1", "198.51.100.1"), "198.51.100.1");
  assertEquals(of("127.0.0.1"), "127.0.0.1");
  // What the client itself wrote stands to the left of what the proxies wrote.
  assertEquals(of("127.0.0.1", "8.8.8.8, 198.51.100.1, 10.0.0.1"), "198.51.100.1");
  assertEquals(of("127.0.0.1", "198.51.100.1, nonsense, 10.0.0.1"), "10.0.0.1");
  assertEquals(of("127.0.0.1", "10.0.0.9, 10.0.0.1"), "10.0.0.9");
  assertEquals(of("127.0.0.1", "198.51.100.1:4711"), "198.51.100.1");
  assertEquals(of("127.0.0.1", "[2001:db8::1]:4711"), "2001:db8::1");
  assertEquals(of("::ffff:127.0.0.1", "2001:db8::1"), "2001:db8::1");
  assertEquals(of("127.0.0.1", undefined, "for=8.8.8.8, for=198.51.100.1"), "198.51.100.1");
  const whole = 'by=10.0.0.1;For="[2001:db8::17]:4711";proto=https';
  assertEquals(of("127.0.0.1", undefined, whole), "2001:db8::17");
  assertEquals(of("127.0.0.1", undefined, "for=unknown"), "127.0.0.1");
});

Deno.test("sourceOf: a Forwarded header that names no address contradicts nothing", () => {
  const client = "198.51.100.1";
  for (
    const forwarded of [
      "for=_hidden",
      "for=unknown",
      'for="_gazonk"',
      "by=203.0.113.43",
      "proto=https",
      "for=",
      "",
      ";,;",
      "for=8.8.8.8, for=_hidden",
      "for=_hidden, for=10.0.0.1",
      "for=198.51.100.1",
    ]
  ) assertEquals(of("127.0.0.1", client, forwarded), client, forwarded);
  assertEquals(of("127.0.0.1", undefined, "for=_hidden, for=10.0.0.1"), "10.0.0.1");
});

Deno.test("sourceOf: two headers that name two clients count as their proxy's", () => {
  assertEquals(of("127.0.0.1", "198.51.100.1", "for=8.8.8.8"), "127.0.0.1");
  assertEquals(of("10.0.0.2", "198.51.100.1", "for=8.8.8.8, for=10.0.0.1"), "10.0.0.2");
});
