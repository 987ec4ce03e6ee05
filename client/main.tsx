// Before all others: what a call needs begins while the rest of the script is evaluated.
import { began, headStart, shared } from "./first.ts";
import { render } from "preact";
import { later } from "./platform/clock.ts";
import { openTicker } from "./platform/ticker.ts";
import { App } from "./ui/screens/app.tsx";
import { chunk, watchMissing } from "./platform/chunks.ts";
import { recallLanguage } from "./ui/i18n/language.ts";
import type { Spoken } from "./ui/i18n/language_control.ts";
import { loadWords } from "./ui/i18n/load_words.ts";
import { scheduleRenders } from "./app/render_schedule.ts";
import { startPage } from "./app/page_controller.ts";

const loadDeferredChunk = chunk("deferred", () => import("./deferred.ts"));
const loadCheck = chunk("check", () => import("./check_page.tsx"));
const loadEmbedding = chunk("embedding", () => import("./embedding.ts"));

// What follows keeps a slow device busy for as long as a socket takes to open.
await headStart.connecting;
const page = startPage({
  ...shared,
  clock: {
    began,
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
  network: {
    ...shared.network,
    connect: headStart.connect,
    fetch: (url, init) => fetch(url, init),
    createRtc: (config) => new RTCPeerConnection(config),
  },
  security: { ...shared.security, begun: headStart.context },
  devices: headStart.devices,
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
let isDrawn = false;
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
  if (!isDrawn) root.replaceChildren();
  isDrawn = true;
  const { state, actions, levels } = page;
  const parts = { actions, levels, loadParts: loadDeferredChunk, loadCheck, spoken };
  render(<App state={state.get()} {...parts} />, root);
}

const renders = scheduleRenders({
  draw,
  setupMs: page.setupMs,
  // A hidden page has no frames, and must still play who comes.
  nextFrame(run) {
    if (document.hidden) setTimeout(run);
    else requestAnimationFrame(run);
  },
  later,
});

async function begin(): Promise<void> {
  spoken = { lang, words: await words, deferred: null, check: null };
  page.state.watch(renders.request, new AbortController().signal);
  renders.request();
}

// A frame that was waited for does not come to a page that has just been hidden.
document.addEventListener("visibilitychange", () => {
  renders.flush();
  if (!document.hidden) probeNow();
});
addEventListener("hashchange", () => page.route());
addEventListener("online", probeNow);
document.addEventListener("resume", probeNow);
addEventListener("pagehide", () => {
  interrupted = page.state.get().screen === "call";
  if (interrupted) page.actions.room.leave();
});
addEventListener("pageshow", ({ persisted }) => {
  // Back from the back/forward cache: the person meant to be in the call.
  if (persisted && interrupted) page.actions.room.rejoin();
  else probeNow();
});
if (parent !== self) void loadEmbedding().then(({ embed }) => embed(page));
// The script is async and may run before the page is parsed; the call does not wait for it.
if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
else void begin();
