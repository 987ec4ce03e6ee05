import { render } from "preact";
import { canCall } from "./platform/can_call.ts";
import { later } from "./platform/clock.ts";
import { holdLocks } from "./call/security/identity.ts";
import { deviceStorage, openStorage } from "./platform/storage.ts";
import { openTicker } from "./platform/ticker.ts";
import { App } from "./ui/screens/app.tsx";
import { chunk, watchMissing } from "./platform/chunks.ts";
import { recallLanguage } from "./ui/i18n/language.ts";
import type { Spoken } from "./ui/i18n/language_control.ts";
import { loadWords } from "./ui/i18n/load_words.ts";
import { openDrawing } from "./app/drawing.ts";
import { startPage } from "./app/page_controller.ts";

/** Address of the signaling, if it is not that of the page; set by the build. */
declare const SIGNAL_URL: string;

const loadDeferredChunk = chunk("deferred", () => import("./deferred.ts"));
const loadCheck = chunk("check", () => import("./check_page.tsx"));
const loadEmbedding = chunk("embedding", () => import("./embedding.ts"));

const P256: EcKeyGenParams = { name: "ECDSA", namedCurve: "P-256" };
const page = startPage({
  obstacle: isSecureContext ? canCall(globalThis) ? null : "unsupported" : "insecure",
  clock: {
    later,
    ticker: openTicker({
      now: () => Date.now(),
      own(run, signal) {
        const timer = setInterval(run, 1000);
        signal.addEventListener("abort", () => clearInterval(timer));
      },
      worker: async () => (await loadDeferredChunk()).startWorkerTicker,
      woken: probeNow,
    }),
    now: () => Date.now(),
    elapsed: () => performance.now(),
  },
  random: () => Math.random(),
  storage: { local: deviceStorage(), tab: openStorage(() => sessionStorage) },
  network: {
    signalingUrl: `${(SIGNAL_URL || location.origin).replace(/^http/, "ws")}/ws`,
    connect: (url, protocols) => new WebSocket(url, protocols),
    fetch: (url, init) => fetch(url, init),
    createRtc: (config) => new RTCPeerConnection(config),
  },
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
  devices: navigator.mediaDevices,
  page: document,
  wakeLock: navigator.wakeLock,
  copy: (text) => navigator.clipboard.writeText(text),
  loadDeferredChunk,
});

const lang = recallLanguage();
watchMissing((names) => {
  page.state.set({ incomplete: names.length > 0 });
  if (!spoken) showUnloaded();
});
// On their way while the page begins.
const words = loadWords(lang, "words");
let interrupted = false;
let spoken: Spoken | null = null;

/** After a sleep or a change of network, a socket that says it is open may not be. */
function probeNow(): void {
  page.probeNow();
}

/** Says in all languages that the words of none have come. */
function showUnloaded(): void {
  const root = document.getElementById("app");
  const plain = document.createElement("p");
  plain.className = "no-script";
  plain.setAttribute("role", "status");
  plain.textContent = document.documentElement.dataset.unloaded ?? "";
  root?.replaceChildren(plain);
}

function draw(): void {
  const root = document.getElementById("app");
  if (!root || !spoken) return;
  const { state, actions, levels } = page;
  const parts = { actions, levels, loadParts: loadDeferredChunk, loadCheck, spoken };
  render(<App state={state.get()} {...parts} />, root);
}

const drawing = openDrawing({
  draw,
  urgentMs: page.urgentMs,
  // A hidden page has no frames, and must still play who comes.
  nextFrame(run) {
    if (document.hidden) setTimeout(run);
    else requestAnimationFrame(run);
  },
  later,
});

async function begin(): Promise<void> {
  spoken = { lang, words: await words, deferred: null, check: null };
  document.getElementById("app")?.replaceChildren();
  page.state.watch(drawing.request, new AbortController().signal);
  drawing.request();
}

// A frame that was waited for does not come to a page that has just been hidden.
document.addEventListener("visibilitychange", () => {
  drawing.flush();
  if (!document.hidden) probeNow();
});
addEventListener("hashchange", () => page.route());
addEventListener("online", probeNow);
document.addEventListener("resume", probeNow);
addEventListener("pagehide", () => {
  interrupted = page.state.get().screen === "call";
  if (interrupted) page.actions.leave();
});
addEventListener("pageshow", ({ persisted }) => {
  // Back from the back/forward cache: the person meant to be in the call.
  if (persisted && interrupted) page.actions.rejoin();
  else probeNow();
});
if (parent !== self) void loadEmbedding().then(({ embed }) => embed(page));
// The script is async and may run before the page is parsed; the call does not wait for it.
if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
else void begin();
