import { render } from "preact";
import { later } from "./platform/clock.ts";
import { registerServiceWorker } from "./platform/workers.ts";
import type { UpdateOffer } from "./state/update.ts";
import { loadWords } from "./ui/i18n/load_words.ts";
import { isLang } from "./ui/i18n/languages.ts";
import { UpdateNotice } from "./ui/notices/update_notice.tsx";
import { type BuildCache, openBuildCache } from "./updates/build_cache.ts";
import { watchUpdates } from "./updates/updates.ts";

/** Time for the page to settle before anything is fetched that it does not need. */
const SETTLED_MS = 10_000;
/** The same in a call, which has to find out what its network carries. */
const CALL_SETTLED_MS = 30_000;
/** Waiting time between two files in a call: what it sends goes first. */
const CALL_PAUSE_MS = 2000;

/**
 * Has the browser keep this version of the page, once there is time for it. In a frame the page
 * around decides what is loaded; where a browser takes no worker, nothing is kept.
 */
export function startUpdates(): void {
  if (parent !== self) return;
  const { signal } = new AbortController();
  let settled = SETTLED_MS;
  const wait = () =>
    later(SETTLED_MS, () => {
      if (isAway() || (isCall() && settled < CALL_SETTLED_MS)) wait();
      else void begin().catch(() => {});
      settled += SETTLED_MS;
    }, signal);
  wait();
}

const isCall = () => document.body.dataset.screen === "call";
/** True while a call has no way to the server. */
const isAway = () => isCall() && document.body.dataset.signaling !== "open";

/** Lets a call go first. */
const pause = () =>
  new Promise<void>((resolve) => setTimeout(resolve, isCall() ? CALL_PAUSE_MS : 0));

const fetchFile = (path: string, init: RequestInit) => fetch(path, init);

async function begin(): Promise<void> {
  const { serviceWorker, locks } = navigator;
  // A build without a worker rejects, and must not leave an earlier version in its place for ever.
  const registration = await registerServiceWorker().catch(() => serviceWorker.getRegistration());
  if (!registration) return;
  const { signal } = new AbortController();
  const builds = openBuildCache(caches, fetchFile, pause);
  // A changed worker waits until it is taken, or until no tab has the one before.
  const workerWaits = () => registration.waiting !== null && registration.active !== null;
  const shown = openNotice((offer) => take(offer, builds, registration), workerWaits);
  const look = watchUpdates({
    builds,
    fetch: fetchFile,
    isOf: ({ listing }) => listing.files.some(({ name }) => runs(name)),
    alone: (check) => locks.request("visavis-update", check),
    offer: shown.show,
    looked: shown.looked,
    later,
    signal,
  });
  registration.addEventListener("updatefound", () => {
    // Most often it comes with a version, which is then what is shown.
    registration.installing?.addEventListener("statechange", () => workerWaits() && look());
  });
}

/** True if this page runs the script of this name. */
const runs = (name: string) =>
  document.querySelector(`script[src="/assets/${CSS.escape(name)}"]`) !== null;

async function take(
  offer: UpdateOffer,
  builds: BuildCache,
  registration: ServiceWorkerRegistration,
): Promise<void> {
  switch (offer.is) {
    case "version":
      await builds.accept(offer.next);
      break;
    case "unnamed":
      await builds.forget();
      await registration.unregister();
      break;
    case "worker":
  }
  registration.waiting?.postMessage("take");
  location.reload();
}

/** A place of its own for the notice: it stands on every screen, whatever that screen has loaded. */
function openNotice(take: (offer: UpdateOffer) => Promise<void>, workerWaits: () => boolean) {
  const root = document.createElement("div");
  root.setAttribute("role", "status");
  document.body.append(root);
  let offer: UpdateOffer | null = null;
  let looked = false;

  async function draw(): Promise<void> {
    const { lang } = document.documentElement;
    if (!isLang(lang)) return;
    const now = offer ?? (looked && workerWaits() ? { is: "worker" } as const : null);
    const [{ close }, { update }] = await Promise.all([
      loadWords(lang, "words"),
      loadWords(lang, "deferred"),
    ]);
    render(
      now && (
        <UpdateNotice
          offer={now}
          words={update}
          close={close}
          onTake={() => void take(now)}
          onClose={() => render(null, root)}
        />
      ),
      root,
    );
  }

  new MutationObserver(() => root.firstChild && void draw())
    .observe(document.documentElement, { attributeFilter: ["lang"] });
  return {
    show(next: UpdateOffer | null) {
      offer = next;
      void draw();
    },
    looked() {
      looked = true;
      void draw();
    },
  };
}
