import { assertEquals } from "@std/assert";
import { ancestorsIn, startEmbedding, type WindowMessage } from "../../../client/app/embedding.ts";
import type { CallState } from "../../../client/state/call_state.ts";
import type { Device } from "../../../client/state/device.ts";
import { initialState } from "../../../client/state/initial_state.ts";
import { store } from "../../../client/state/store.ts";

const INTRANET = "https://intranet.example";
const ON: Device = { is: "on", deviceId: "a" };
const SECRET = "a-key-that-nobody-may-see";

/** A page in a frame of INTRANET's page: what it told, what was done, and a way to command it. */
function framed(origins: readonly string[] = [INTRANET]) {
  const state = store<CallState>({
    ...initialState("Ann"),
    room: { name: "team", open: false, href: `https://call.example/#/team/${SECRET}` },
  });
  const told: { message: unknown; origin: string }[] = [];
  const done: string[] = [];
  const parent = {
    postMessage: (message: unknown, origin: string) => told.push({ message, origin }),
  };
  let hear = (_message: WindowMessage): void => {};
  startEmbedding({
    state,
    actions: {
      devices: {
        toggleMic: () => done.push("mic"),
        toggleCamera: () => done.push("camera"),
        retry: (kind) => done.push(`retry ${kind}`),
      },
      room: { leave: () => done.push("leave") },
    },
    parent,
    origins,
    listen: (listener) => hear = listener,
    signal: new AbortController().signal,
  });
  return {
    told,
    done,
    events: () =>
      told.splice(0).map(({ message }) => Object.values(Object(message)).slice(1).join(" ")),
    enter: (part: Partial<CallState> = {}) => state.set({ screen: "call", ...part }),
    set: state.set,
    me: () => state.get().me,
    command: (data: unknown, origin = INTRANET, source: unknown = parent) =>
      hear({ data, origin, source }),
  };
}

Deno.test("Embedding: the page around hears of the call, each change once, and nothing of the link", () => {
  const page = framed();
  assertEquals(page.events(), ["ready"]);
  page.set({ screen: "lobby" });
  assertEquals(page.events(), []);
  page.enter({ me: { ...page.me(), mic: ON } });
  assertEquals(page.events(), ["joined", "participants 1", "microphone true", "camera false"]);
  page.set({ unread: 3 });
  assertEquals(page.events(), []);
  page.set({ me: { ...page.me(), mic: { is: "muted", deviceId: "a" }, camera: ON } });
  assertEquals(page.events(), ["microphone false", "camera true"]);
  page.set({ screen: "left" });
  page.set({ screen: "landing" });
  assertEquals(page.events(), ["left hung-up"]);
  page.enter();
  assertEquals(page.events().includes("joined"), true);
  page.set({ screen: "left", signaling: "room_full" });
  assertEquals(page.events(), ["left room-full"]);
});

Deno.test("Embedding: no event holds the room, the key or a name", () => {
  const page = framed();
  page.enter();
  page.set({ screen: "left", signaling: "replaced" });
  assertEquals(/team|Ann|call\.example|nobody/.test(JSON.stringify(page.told)), false);
});

Deno.test("Embedding: events go to named origins alone", () => {
  const page = framed([INTRANET, "https://wiki.example"]);
  assertEquals(page.told.map(({ origin }) => origin), [INTRANET, "https://wiki.example"]);
  assertEquals(framed([]).told, []);
});

Deno.test("Embedding: devices are set to what is commanded, not toggled", () => {
  const page = framed();
  page.enter();
  const microphone = (on: boolean) => page.command({ type: "visavis", command: "microphone", on });
  microphone(false);
  assertEquals(page.done.splice(0), []);
  microphone(true);
  assertEquals(page.done.splice(0), ["mic"]);
  for (const is of ["starting", "lost"] as const) {
    page.set({ me: { ...page.me(), mic: { is } } });
    microphone(true);
    assertEquals(page.done.splice(0), [], is);
    microphone(false);
    assertEquals(page.done.splice(0), ["mic"], is);
  }
  page.set({ me: { ...page.me(), camera: { is: "failed", why: "busy" } } });
  page.command({ type: "visavis", command: "camera", on: true });
  page.command({ type: "visavis", command: "hang-up" });
  assertEquals(page.done, ["retry camera", "leave"]);
});

Deno.test("Embedding: a command puts nobody on the air who has not joined", () => {
  const page = framed();
  page.set({ screen: "lobby", me: { ...page.me(), camera: ON } });
  page.events();
  page.command({ type: "visavis", command: "microphone", on: true });
  page.command({ type: "visavis", command: "hang-up" });
  assertEquals(page.events(), ["refused not-in-call", "refused not-in-call"]);
  page.command({ type: "visavis", command: "camera", on: false });
  assertEquals([page.done, page.events()], [["camera"], []]);
});

Deno.test("Embedding: bad commands are refused, and other windows and origins are not heard", () => {
  const page = framed();
  page.enter();
  page.events();
  const good = { type: "visavis", command: "hang-up" };
  page.command(good, "https://evil.example");
  page.command(good, INTRANET, {});
  page.command(good, "null");
  for (const other of [null, 7, "visavis", [], { type: "other" }]) page.command(other);
  assertEquals([page.done, page.events()], [[], []]);
  for (
    const bad of [
      { type: "visavis" },
      { type: "visavis", command: "microphone" },
      { type: "visavis", command: "microphone", on: "true" },
      { type: "visavis", command: "join" },
    ]
  ) {
    page.command(bad);
    assertEquals(page.events(), ["refused unknown-command"]);
  }
  assertEquals(page.done, []);
});

Deno.test("Embedding: the origins are those of the policy, and 'none' names nobody", () => {
  assertEquals(ancestorsIn("default-src 'none'; frame-ancestors 'none'"), []);
  assertEquals(ancestorsIn("script-src https://a.example"), []);
  assertEquals(
    ancestorsIn("img-src data:;  frame-ancestors https://a.example http://b:1; x"),
    ["https://a.example", "http://b:1"],
  );
});
