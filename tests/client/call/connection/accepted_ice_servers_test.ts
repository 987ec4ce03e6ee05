import { assert, assertEquals, assertThrows } from "@std/assert";
import { acceptIce } from "../../../../client/call/connection/accepted_ice_servers.ts";
import { FakeRtcs } from "../../../fakes/rtc.ts";

/** A browser that throws at some URLs, or at everything. */
function browser(refuses: RegExp | "all") {
  const rtcs = new FakeRtcs();
  const create = (config: RTCConfiguration) => {
    const urls = (config.iceServers ?? []).flatMap((one) => one.urls);
    const bad = refuses === "all" || urls.some((url) => refuses.test(url));
    if (bad) throw new DOMException("no", refuses === "all" ? "UnknownError" : "SyntaxError");
    return rtcs.create(config);
  };
  return { ...acceptIce(create), rtcs };
}

const SHARED = { username: "u", credential: "c" };
const SERVERS: RTCIceServer[] = [
  { urls: ["stun:a?transport=udp", "stun:b"] },
  { ...SHARED, urls: ["turn://c", "turn:d", "turn:e:9?transport=tcp"] },
];
const ODD = /^turn:\/\/|^stun:.*\?|:9\?/;

Deno.test("AcceptingRtc: what the constructor refuses is left out, URL by URL", () => {
  const { create, refused, rtcs } = browser(ODD);
  create({ iceServers: SERVERS, iceTransportPolicy: "relay" });
  assertEquals(rtcs.open().map(({ config }) => config), [{
    iceServers: [{ urls: ["stun:b"] }, { ...SHARED, urls: ["turn:d"] }],
    iceTransportPolicy: "relay",
  }]);
  assertEquals(refused(), ["stun:a?transport=udp", "turn://c", "turn:e:9?transport=tcp"]);
});

Deno.test("AcceptingRtc: what was refused once is not tried again", () => {
  const { create, rtcs } = browser(ODD);
  create({ iceServers: SERVERS });
  const before = rtcs.all.length;
  create({ iceServers: SERVERS });
  assertEquals(rtcs.all.length, before + 1);
});

Deno.test("AcceptingRtc: without any that it accepts a browser has a connection all the same", () => {
  const { create, refused, rtcs } = browser(/./);
  create({ iceServers: SERVERS });
  assertEquals(rtcs.open().map(({ config }) => config.iceServers ?? []), [[]]);
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
