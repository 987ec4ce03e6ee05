import { assert, assertEquals, assertThrows } from "@std/assert";
import { acceptIce } from "../../../../client/call/connection/accepted_ice_servers.ts";
import { Ether } from "../../../fakes/rtc.ts";

/** A browser that throws at some URLs, or at everything. */
function browser(refuses: RegExp | "all") {
  const ether = new Ether();
  const create = (config: RTCConfiguration) => {
    const urls = (config.iceServers ?? []).flatMap((one) => one.urls);
    const bad = refuses === "all" || urls.some((url) => refuses.test(url));
    if (bad) throw new DOMException("no", refuses === "all" ? "UnknownError" : "SyntaxError");
    return ether.create(config);
  };
  return { ...acceptIce(create), ether };
}

const SHARED = { username: "u", credential: "c" };
const SERVERS: RTCIceServer[] = [
  { urls: ["stun:a?transport=udp", "stun:b"] },
  { ...SHARED, urls: ["turn://c", "turn:d", "turn:e:9?transport=tcp"] },
];
const ODD = /^turn:\/\/|^stun:.*\?|:9\?/;

Deno.test("AcceptingRtc: what the constructor refuses is left out, URL by URL", () => {
  const { create, refused, ether } = browser(ODD);
  create({ iceServers: SERVERS, iceTransportPolicy: "relay" });
  assertEquals(ether.open().map(({ config }) => config), [{
    iceServers: [{ urls: ["stun:b"] }, { ...SHARED, urls: ["turn:d"] }],
    iceTransportPolicy: "relay",
  }]);
  assertEquals(refused(), ["stun:a?transport=udp", "turn://c", "turn:e:9?transport=tcp"]);
});

Deno.test("AcceptingRtc: what was refused once is not tried again", () => {
  const { create, ether } = browser(ODD);
  create({ iceServers: SERVERS });
  const before = ether.all.length;
  create({ iceServers: SERVERS });
  assertEquals(ether.all.length, before + 1);
});

Deno.test("AcceptingRtc: without any that it accepts a browser has a connection all the same", () => {
  const { create, refused, ether } = browser(/./);
  create({ iceServers: SERVERS });
  assertEquals(ether.open().map(({ config }) => config.iceServers ?? []), [[]]);
  assertEquals(refused().length, 5);
});

Deno.test("AcceptingRtc: a browser that makes no connections at all blames no URL", () => {
  const { create, refused } = browser("all");
  assertThrows(() => create({ iceServers: SERVERS }));
  assertEquals(refused(), []);
});

Deno.test("AcceptingRtc: a password in an URL is not shown", () => {
  const { create, refused } = browser(/@/);
  create({ iceServers: [{ urls: "turn:user:secret@host" }] });
  assertEquals(refused(), ["turn:…@host"]);
  assert(!refused().join().includes("secret"));
});
