import type { Browser } from "./app/browser.ts";
import { type HeadStartOptions, startAhead } from "./app/head_start.ts";
import { holdLocks } from "./call/security/identity.ts";
import { canCall } from "./platform/can_call.ts";
import { later } from "./platform/clock.ts";
import { deviceStorage, openStorage } from "./platform/storage.ts";

/** Address of the signaling, if it is not that of the page; set by the build. */
declare const SIGNAL_URL: string;

const P256: EcKeyGenParams = { name: "ECDSA", namedCurve: "P-256" };

/** The browser, as far as a head start needs it. */
export const shared: Pick<Browser, "obstacle" | "storage" | "history"> & {
  readonly security: HeadStartOptions["security"];
  readonly network: HeadStartOptions["network"];
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
    signalingUrl: `${(SIGNAL_URL || location.origin).replace(/^http/, "ws")}/ws`,
    connect: (url, protocols) => new WebSocket(url, protocols),
  },
};

// The words for old browsers are laid out only where nothing else is drawn: they cost 20 ms.
document.documentElement.dataset.script = "first";
later(8000, () => delete document.documentElement.dataset.script, new AbortController().signal);

/** Begun before the rest of the script is evaluated. */
export const headStart = startAhead({ ...shared, devices: navigator.mediaDevices, later });
