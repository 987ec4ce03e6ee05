import type { CallNetwork } from "./call/call.ts";
import type { Browser } from "./app/browser.ts";
import { type HeadStartOptions, startAhead } from "./app/head_start.ts";
import { holdLocks } from "./call/security/identity.ts";
import { canCall } from "./platform/can_call.ts";
import { later } from "./platform/clock.ts";
import { signalingUrl } from "./platform/signaling_url.ts";
import { deviceStorage, openStorage } from "./platform/storage.ts";

/** Monotonic milliseconds at which the page's script began. */
export const began = performance.now();

const sockets: { newest?: WebSocket } = {};

/** Time after which a page that has drawn nothing shows the words for old browsers. */
const OLD_BROWSER_MS = 8000;
const P256: EcKeyGenParams = { name: "ECDSA", namedCurve: "P-256" };

/** The browser, as far as a head start needs it. */
export const shared: Pick<Browser, "obstacle" | "storage" | "history"> & {
  readonly security: HeadStartOptions["security"];
  readonly network: HeadStartOptions["network"] & Pick<CallNetwork, "sockets">;
} = {
  obstacle: isSecureContext ? canCall(globalThis) ? null : "unsupported" : "insecure",
  storage: { local: deviceStorage(), tab: openStorage(() => sessionStorage) },
  history: {
    origin: location.origin,
    fragment: () => location.hash,
    push: (fragment) => history.pushState(null, "", fragment || location.pathname),
    replace: (fragment) => history.replaceState(null, "", fragment),
    back: () => history.back(),
  },
  security: {
    locks: holdLocks(navigator.locks),
    certify: () => RTCPeerConnection.generateCertificate(P256),
  },
  network: {
    signalingUrl: signalingUrl(),
    sockets,
    connect: (url, protocols) => sockets.newest = new WebSocket(url, protocols),
  },
};

// The words for old browsers are laid out only where nothing else is drawn: they cost 20 ms.
document.documentElement.dataset.script = "first";
later(
  OLD_BROWSER_MS,
  () => delete document.documentElement.dataset.script,
  new AbortController().signal,
);

/** Begun before the rest of the script is evaluated. */
export const headStart = startAhead({ ...shared, devices: navigator.mediaDevices, later });
