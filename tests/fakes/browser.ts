import "./platform.ts";
import type { Browser } from "../../client/app/browser.ts";
import { holdLocks } from "../../client/call/security/identity.ts";
import { everySecond, type FakeClock, fakeClock } from "./clock.ts";
import { FakeDevices } from "./media.ts";
import { FakePage } from "./page_visibility.ts";
import { FakeRtcs } from "./rtc.ts";
import { FakeStorage } from "./storage.ts";

/** A browser in which nobody ever answers, and what it remembers. */
export interface FakeBrowser {
  readonly browser: Browser;
  readonly clock: FakeClock;
  readonly devices: FakeDevices;
  readonly memory: FakeStorage;
  readonly page: FakePage;
}

const NEVER = new Promise<never>(() => {});

/** A browser at `https://call.example` with this fragment in its address. */
export function fakeBrowser(fragment: string, memory = new FakeStorage()): FakeBrowser {
  const clock = fakeClock();
  const devices = new FakeDevices();
  const page = new FakePage();
  const rtcs = new FakeRtcs();
  let address = fragment;
  const move = (to: string) => {
    address = to;
  };
  const browser: Browser = {
    obstacle: null,
    clock: {
      began: clock.now(),
      later: clock.later,
      ticker: everySecond(clock),
      now: clock.now,
      elapsed: clock.now,
    },
    random: () => 0.5,
    storage: { local: memory, tab: new FakeStorage() },
    network: {
      signalingUrl: "wss://call.example/ws",
      sockets: {},
      connect: () => {
        throw new Error("nobody gets as far as a socket");
      },
      fetch: () => NEVER,
      createRtc: (config) => rtcs.create(config),
    },
    history: {
      origin: "https://call.example",
      fragment: () => address,
      push: move,
      replace: move,
      back: () => {},
    },
    security: { locks: holdLocks(undefined), certify: () => NEVER, begun: () => null },
    devices: devices.as(),
    page: page.as(),
    wakeLock: undefined,
    copy: () => NEVER,
    loadDeferredChunk: () => NEVER,
  };
  return { browser, clock, devices, memory, page };
}
