import { SUBPROTOCOL } from "../../protocol/limits.ts";
import { listing, LISTING_PATH } from "../../protocol/listing.ts";
import type { Later } from "../platform/clock.ts";
import type { UpdateOffer } from "../state/update.ts";
import type { Build, BuildCache } from "./build_cache.ts";

/** Options of {@link watchUpdates}. */
export interface UpdatesOptions {
  readonly builds: BuildCache;
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  /** True if this page is of that build. */
  readonly isOf: (build: Build) => boolean;
  /** Runs one check at a time in all tabs of this origin. */
  readonly alone: (check: () => Promise<void>) => Promise<void>;
  /** Told what the person can accept; null: nothing. */
  readonly offer: (offer: UpdateOffer | null) => void;
  /** Told when a look is over, whatever came of it. */
  readonly looked: () => void;
  readonly later: Later;
  readonly signal: AbortSignal;
}

/** Time between two looks at what the server has. */
const CHECK_MS = 1_800_000;

/**
 * Compares the version that is served with the accepted one, now and from time to time. The first
 * version is accepted without a question; every other is fetched whole, and then offered. The function
 * that it gives looks once more.
 */
export function watchUpdates(options: UpdatesOptions): () => void {
  const { later, signal, alone, looked } = options;
  // Storage may be full or forbidden, and the server away: the next look may find more.
  const check = () => void alone(() => look(options)).catch(() => {}).then(looked);
  const repeat = () => {
    check();
    later(CHECK_MS, repeat, signal);
  };
  repeat();
  return check;
}

async function look({ builds, fetch, isOf, offer }: UpdatesOptions) {
  const served = await readListing(fetch);
  const current = await builds.accepted();
  if (served === "away") return;
  if (served === "unnamed") {
    // Another program, or a version from before there were listings, has taken this place.
    if (current !== null) offer({ is: "unnamed" });
    return;
  }
  const { version } = served;
  if (!await builds.prepare(served)) return;
  if (current === null && isOf(served)) return await builds.accept(version);
  const known = current === version && isOf(served);
  const required = served.listing.protocol !== SUBPROTOCOL;
  offer(known ? null : { is: "version", current, next: version, required });
}

async function readListing(
  fetch: UpdatesOptions["fetch"],
): Promise<Build | "away" | "unnamed"> {
  const response = await fetch(LISTING_PATH, { cache: "no-cache", priority: "low" }).catch(() =>
    null
  );
  if (!response?.ok) return response?.status === 404 ? "unnamed" : "away";
  const bytes = new Uint8Array(await response.arrayBuffer());
  const found = listing(parsed(new TextDecoder().decode(bytes)));
  if (!found) return "unnamed";
  const version = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hex = Array.from(version, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { version: hex, listing: found, bytes };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
