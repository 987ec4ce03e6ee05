import { assert, assertEquals } from "@std/assert";
import { startAhead } from "../../../client/app/head_start.ts";
import { constraints } from "../../../client/call/media/capture.ts";
import type { Socket } from "../../../client/call/signaling/server_socket.ts";
import { fakeBrowser } from "../../fakes/browser.ts";
import { FakeSocket } from "../../fakes/socket.ts";
import { FakeStorage } from "../../fakes/storage.ts";
import { until } from "../../harness/browser/wait_until.ts";

const KEY = "A".repeat(43);
const HREF = `https://call.example/#/room/${KEY}`;
const CERTIFICATE = {
  expires: Infinity,
  getFingerprints: () => [{ algorithm: "sha-256", value: Array(32).fill("AA").join(":") }],
};
const BOTH = constraints(["mic", "camera"], { mic: "", camera: "" });

/** A head start at this fragment, on a device that has been in the room before. */
function setUp(fragment: string, rooms = [{ name: "room", href: HREF }]) {
  const memory = new FakeStorage();
  memory.setItem("visavis.rooms", JSON.stringify(rooms));
  const { browser, clock, devices } = fakeBrowser(fragment, memory);
  const sockets: FakeSocket[] = [];
  const connect = (url: string, protocols: string[]) => {
    const socket = new FakeSocket(url, protocols);
    sockets.push(socket);
    return socket as unknown as Socket;
  };
  const network = { ...browser.network, connect };
  const security = { ...browser.security, certify: () => Promise.resolve(CERTIFICATE) };
  const ahead = startAhead({ ...browser, network, security, later: clock.later });
  return { ahead, clock, devices, sockets };
}

Deno.test("HeadStart: a room that was entered before gets its socket before the page asks, and one only", async () => {
  const { ahead, sockets } = setUp(`#/room/${KEY}?join=1`);
  await until("a socket", () => Promise.resolve(sockets.length === 1));
  const [socket] = sockets;
  assert(socket);
  const taken = ahead.connect(socket.url, [...socket.protocols]);
  assertEquals(sockets.length, 1);
  const heard: unknown[] = [];
  taken.addEventListener("message", ({ data }) => heard.push(data));
  socket.frame("now");
  assertEquals(heard, ["now"]);
  ahead.connect(socket.url, [...socket.protocols]);
  assertEquals(sockets.length, 2);
});

Deno.test("HeadStart: the rest of the page can wait until the socket is begun, and waits for none in a lobby", async () => {
  const { ahead, sockets } = setUp(`#/room/${KEY}?join=1`);
  assertEquals(sockets.length, 0);
  await ahead.connecting;
  assertEquals(sockets.length, 1);
  assertEquals(setUp(`#/room/${KEY}`).ahead.connecting, undefined);
  assertEquals(setUp("").ahead.connecting, undefined);
});

Deno.test("HeadStart: a link alone opens no socket, and neither does a room never entered", async () => {
  for (
    const [fragment, rooms] of [
      [`#/room/${KEY}`, undefined],
      [`#/room/${KEY}?join=1`, []],
    ] as const
  ) {
    const { ahead, sockets } = setUp(fragment, rooms && [...rooms]);
    assert(await ahead.context("room", KEY));
    assertEquals(sockets.length, 0);
  }
});

Deno.test("HeadStart: keys and devices are handed out once, and to nobody who asks for others", async () => {
  const { ahead, devices } = setUp(`#/room/${KEY}`);
  assertEquals(devices.asked.length, 1);
  assertEquals(ahead.context("room", "B".repeat(43)), null);
  assert(ahead.context("room", KEY));
  assertEquals(ahead.context("room", KEY), null);
  await ahead.devices?.getUserMedia(constraints(["mic"], { mic: "", camera: "" }));
  assertEquals(devices.asked.length, 2);
  await ahead.devices?.getUserMedia(BOTH);
  assertEquals(devices.asked.length, 2);
  await ahead.devices?.getUserMedia(BOTH);
  assertEquals(devices.asked.length, 3);
});

Deno.test("HeadStart: what nobody asks for is given up after ten seconds", async () => {
  const { clock, devices, sockets } = setUp(`#/room/${KEY}?join=1`);
  await until("a socket", () => Promise.resolve(sockets.length === 1));
  await clock.pass(10_000);
  await until("no device", () => Promise.resolve(devices.live().length === 0));
  assertEquals(sockets[0]?.readyState, 2);
});

Deno.test("HeadStart: begins nothing without a room in the address", () => {
  for (const fragment of ["", "#/check", "#/a/b/c"]) {
    const { ahead, devices } = setUp(fragment);
    assertEquals([ahead.context("room", KEY), devices.asked.length], [null, 0]);
  }
});
