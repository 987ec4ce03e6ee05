import { assert, assertEquals } from "@std/assert";
import { startPage } from "../../../client/app/page_controller.ts";
import { fakeBrowser } from "../../fakes/browser.ts";
import { turn } from "../../fakes/clock.ts";
import type { Participant } from "../../../client/state/person.ts";
import { ABOUT } from "../../fakes/members.ts";
import { FakeStorage } from "../../fakes/storage.ts";

const KEY = "A".repeat(43);
const JOIN = `#/room/${KEY}?join=1`;
const options = { sanitizeOps: false, sanitizeResources: false };

Deno.test(
  "visit: a link alone puts nobody on the air in a room never entered",
  options,
  async () => {
    const { browser, memory } = fakeBrowser(JOIN);
    const { state, actions } = startPage(browser);
    await turn();
    assertEquals(state.get().screen, "lobby");
    actions.room.join();
    assertEquals(state.get().screen, "call");
    // The person has entered it by hand: from now on the link does.
    for (
      const [fragment, screen] of [[JOIN, "call"], [`#/other/${KEY}?join=1`, "lobby"]] as const
    ) {
      assertEquals(startPage(fakeBrowser(fragment, memory).browser).state.get().screen, screen);
    }
  },
);

Deno.test("visit: where nothing can be remembered, join=1 means the lobby", options, () => {
  const memory = new FakeStorage();
  memory.forbidden = true;
  assertEquals(startPage(fakeBrowser(JOIN, memory).browser).state.get().screen, "lobby");
});

Deno.test(
  "visit: hiding the address and joining again keep devices and wishes",
  options,
  async () => {
    const { browser, devices } = fakeBrowser(`#/room/${KEY}`);
    devices.listed = [
      { kind: "audioinput", deviceId: "mic-2", label: "Headset" },
      { kind: "videoinput", deviceId: "cam-2", label: "Back" },
      { kind: "audiooutput", deviceId: "out-2", label: "Headset" },
    ];
    const { state, actions } = startPage(browser);
    await turn();
    actions.room.join();
    for (const { kind, deviceId } of state.get().devices) {
      actions.devices.chooseDevice(kind, deviceId);
    }
    await turn();
    actions.devices.toggleMic();
    const tracks = devices.live();
    const selected = { audioinput: "mic-2", videoinput: "cam-2", audiooutput: "out-2" };
    assertEquals(state.get().selected, selected);
    actions.room.hideAddress(true);
    await turn();
    assertEquals([state.get().screen, state.get().relayOnly], ["call", true]);
    assertEquals([devices.live(), state.get().selected], [tracks, selected]);
    actions.room.leave();
    assertEquals(devices.live(), []);
    actions.room.rejoin();
    await turn();
    assertEquals(state.get().selected, selected);
    assertEquals([state.get().me.mic.is, state.get().me.camera.is], ["off", "on"]);
  },
);

Deno.test(
  "visit: leaving during a prompt leaves nothing running, and forgets no wish",
  options,
  async () => {
    const { browser, devices } = fakeBrowser(`#/room/${KEY}`);
    const { promise, resolve } = Promise.withResolvers<void>();
    devices.prompt = promise;
    const { state, actions } = startPage(browser);
    actions.room.join();
    actions.devices.toggleMic();
    actions.room.leave();
    resolve();
    await turn();
    assertEquals([devices.opened.length, devices.live().length], [2, 0]);
    actions.room.rejoin();
    await turn();
    assertEquals([state.get().me.mic.is, state.get().me.camera.is], ["off", "on"]);
  },
);

Deno.test(
  "visit: a browser that makes no certificate is said to make no calls, and drawn at once",
  options,
  async () => {
    for (const fragment of [JOIN, `#/room/${KEY}`]) {
      const memory = new FakeStorage();
      memory.setItem("visavis.rooms", "[]");
      const { browser } = fakeBrowser(fragment, memory);
      const refuses = () => Promise.reject(new DOMException("no", "NotSupportedError"));
      const security = { ...browser.security, certify: refuses };
      const { state, actions, setupMs } = startPage({ ...browser, security });
      actions.room.join();
      for (let at = 0; at < 100 && state.get().screen !== "unsupported"; at++) await turn();
      assertEquals([state.get().screen, setupMs()], ["unsupported", 0]);
    }
  },
);

Deno.test(
  "visit: the first drawing waits for no certificate that never comes",
  options,
  async () => {
    const memory = new FakeStorage();
    startPage(fakeBrowser(`#/room/${KEY}`, memory).browser).actions.room.join();
    const { browser, clock } = fakeBrowser(JOIN, memory);
    const { state, setupMs } = startPage(browser);
    assert(setupMs() > 0);
    await clock.pass(500);
    assertEquals([state.get().screen, setupMs()], ["call", 0]);
  },
);

const BOB: Participant = {
  id: "Bob",
  about: { ...ABOUT, name: "Bob" },
  connection: "connected",
  verified: false,
  picture: null,
  screen: null,
  voice: null,
};

Deno.test(
  "visit: the way back asks once with others in the call, and never alone",
  options,
  () => {
    for (const participants of [[], [{ ...BOB, connection: "connecting" }]] as const) {
      const { browser } = fakeBrowser(`#/room/${KEY}`);
      const { state, actions, route } = startPage(browser);
      actions.room.join();
      state.set({ participants });
      browser.history.replace("");
      route();
      assertEquals([state.get().screen, state.get().leaving], ["landing", false]);
    }
    const { browser } = fakeBrowser(`#/room/${KEY}`);
    const { state, actions, route } = startPage(browser);
    const back = () => {
      browser.history.replace("");
      route();
    };
    actions.room.join();
    state.set({ participants: [BOB] });
    back();
    assertEquals([state.get().screen, state.get().leaving], ["call", true]);
    assertEquals(browser.history.fragment(), `#/room/${KEY}`);
    actions.room.answerLeaving(false);
    assertEquals([state.get().screen, state.get().leaving], ["call", false]);
    // Twice is an answer: there is a way out whatever happens.
    back();
    back();
    assertEquals([state.get().screen, state.get().leaving], ["landing", false]);
  },
);

Deno.test(
  "visit: the view is kept over calls, and layout and own picture by the device",
  options,
  () => {
    const { browser, memory } = fakeBrowser(`#/room/${KEY}`);
    const { state, actions } = startPage(browser);
    actions.room.join();
    actions.call.arrange(() => ({ layout: "speaker", hideOwn: true, mirror: false }));
    actions.call.arrange(() => ({ fits: { Bob: "fit" }, pinned: ["Bob"] }));
    actions.room.leave();
    actions.room.rejoin();
    const chosen = { layout: "speaker", hideOwn: true, mirror: false } as const;
    assertEquals(state.get().view, { ...chosen, fits: { Bob: "fit" }, pinned: ["Bob"] });
    const later = startPage(fakeBrowser(`#/room/${KEY}`, memory).browser);
    assertEquals(later.state.get().view, { ...chosen, fits: {}, pinned: [] });
  },
);

Deno.test("visit: of two presses between two drawings both count", options, () => {
  const { state, actions } = startPage(fakeBrowser(`#/room/${KEY}`).browser);
  actions.room.join();
  for (const key of ["Bob", "Cem"]) {
    actions.call.arrange(({ pinned }) => ({ pinned: [...pinned, key] }));
  }
  assertEquals(state.get().view.pinned, ["Bob", "Cem"]);
  actions.call.toggleHand();
  assertEquals(state.get().me.hand, true);
  actions.call.toggleHand();
  assertEquals(state.get().me.hand, false);
});

Deno.test(
  "visit: a line that waits when the call begins anew is not said to wait for ever",
  options,
  () => {
    const { browser } = fakeBrowser(`#/room/${KEY}`);
    const { state, actions } = startPage(browser);
    actions.room.join();
    const line = { key: "k", from: "me", name: "Ann", mine: true, text: "hello", at: 0 };
    state.set({ chat: [{ ...line, pending: true }] });
    actions.room.hideAddress(true);
    assertEquals(state.get().chat, [{ ...line, pending: false }]);
  },
);
