import { render } from "preact";
import { canCall } from "./platform/can_call.ts";
import { later } from "./platform/clock.ts";
import { holdLocks } from "./call/security/identity.ts";
import { openTicker } from "./platform/ticker.ts";
import { App } from "./ui/screens/app.tsx";
import { chunk, watchMissing } from "./platform/chunks.ts";
import { recallLanguage } from "./ui/i18n/language.ts";
import type { Spoken } from "./ui/i18n/language_control.ts";
import { loadWords } from "./ui/i18n/load_words.ts";
import { startPage } from "./app/page_controller.ts";

/** Where the signalling is, when it is not where the page is; set by the build. */
declare const SIGNAL_URL: string;

const late = chunk("deferred", () => import("./deferred.ts"));
const loadCheck = chunk("check", () => import("./check_page.tsx"));

const P256: EcKeyGenParams = { name: "ECDSA", namedCurve: "P-256" };
const visit = startPage({
  origin: location.origin,
  signalling: `${(SIGNAL_URL || location.origin).replace(/^http/, "ws")}/ws`,
  secure: isSecureContext,
  capable: canCall(globalThis),
  devices: navigator.mediaDevices,
  page: document,
  late,
  wakeLock: navigator.wakeLock,
  session: storage(() => sessionStorage),
  memory: storage(() => localStorage),
  locks: holdLocks(navigator.locks),
  fragment: () => location.hash,
  go: (fragment) => history.pushState(null, "", fragment || location.pathname),
  stay: (fragment) => history.replaceState(null, "", fragment),
  copy: (text) => navigator.clipboard.writeText(text),
  connect: (url, protocols) => new WebSocket(url, protocols),
  fetch: (url, init) => fetch(url, init),
  certify: () => RTCPeerConnection.generateCertificate(P256),
  createRtc: (config) => new RTCPeerConnection(config),
  later,
  ticker: openTicker({
    now: () => Date.now(),
    own(run, signal) {
      const timer = setInterval(run, 1000);
      signal.addEventListener("abort", () => clearInterval(timer));
    },
    worker: async () => (await late()).startWorkerTicker,
    woken: hurry,
  }),
  now: () => Date.now(),
  elapsed: () => performance.now(),
  random: () => Math.random(),
});

/** Who enters without a lobby is let in before the first drawing, which takes some 25 ms. */
const HEAD_START = 40;
const lang = recallLanguage();
watchMissing((names) => {
  visit.state.set({ incomplete: names.length > 0 });
  if (!spoken) sayPlainly();
});
// On their way while the visit begins.
const words = loadWords(lang, "words");
let interrupted = false;
let spoken: Spoken | null = null;
let waiting = false;

/** Storage may be forbidden altogether: then even naming it throws. */
function storage(named: () => Storage): Storage | null {
  try {
    return named();
  } catch {
    return null;
  }
}

/** After a sleep or a change of network, a socket that says it is open may not be. */
function hurry(): void {
  visit.probeNow();
}

/** Says in all languages that the words of none have come. */
function sayPlainly(): void {
  const root = document.getElementById("app");
  const plain = document.createElement("p");
  plain.className = "no-script";
  plain.setAttribute("role", "status");
  plain.textContent = root?.dataset.unloaded ?? "";
  root?.replaceChildren(plain);
}

function draw(): void {
  const root = document.getElementById("app");
  if (!root || !spoken) return;
  const { state, actions, levels } = visit;
  const parts = { actions, levels, late, loadCheck, spoken };
  render(<App state={state.get()} {...parts} />, root);
}

/** At most once a frame; a hidden page has no frames, and must still play who comes. */
function redraw(): void {
  if (waiting) return;
  waiting = true;
  const run = () => {
    waiting = false;
    draw();
  };
  if (document.hidden) setTimeout(run);
  else requestAnimationFrame(run);
}

function begin(): void {
  visit.state.watch(redraw, new AbortController().signal);
  draw();
}

async function beginSoon(): Promise<void> {
  await visit.settled;
  spoken = { lang, words: await words, deferred: null, check: null };
  document.getElementById("app")?.replaceChildren();
  if (visit.state.get().screen === "call") setTimeout(begin, HEAD_START);
  else begin();
}

// A frame that was waited for does not come to a page that has just been hidden.
document.addEventListener("visibilitychange", () => {
  if (waiting) draw();
  if (!document.hidden) hurry();
});
addEventListener("hashchange", () => visit.route());
addEventListener("online", hurry);
document.addEventListener("resume", hurry);
addEventListener("pagehide", () => {
  interrupted = visit.state.get().screen === "call";
  if (interrupted) visit.actions.leave();
});
addEventListener("pageshow", ({ persisted }) => {
  // Back from the back/forward cache: the person meant to be in the call.
  if (persisted && interrupted) visit.actions.rejoin();
  else hurry();
});
// The script is async and may run before the page is parsed; the visit does not wait for it.
if (document.readyState === "loading") addEventListener("DOMContentLoaded", beginSoon);
else void beginSoon();
