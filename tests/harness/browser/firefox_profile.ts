import { cp } from "node:fs/promises";
import type { Browser } from "puppeteer-core";

/** The name of the variable that holds the folder of profiles, among which is the first one. */
const FOLDER = "VISAVIS_FIREFOX_PROFILES";
const FIRST = "first";

/**
 * Begins a folder of profiles. Firefox compiles its own scripts at the first start of a profile,
 * which costs two of the five seconds of processor time that a start takes: `start` fills the first
 * profile once, and all others are copies. Give it to `endProfiles`.
 */
export async function beginProfiles(
  start: (profile: string) => Promise<Browser>,
): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "visavis-firefox-" });
  await Deno.mkdir(`${folder}/${FIRST}`);
  const browser = await start(`${folder}/${FIRST}`);
  await browser.newPage();
  await browser.close();
  Deno.env.set(FOLDER, folder);
  return folder;
}

/** Removes the folder, and what a killed browser has left there. */
export async function endProfiles(folder: string): Promise<void> {
  Deno.env.delete(FOLDER);
  await Deno.remove(folder, { recursive: true });
}

/** A copy of the first profile; undefined if there is none, and Firefox makes its own. */
export async function copyProfile(): Promise<string | undefined> {
  const folder = Deno.env.get(FOLDER);
  if (folder === undefined) return undefined;
  const copy = await Deno.makeTempDir({ dir: folder });
  await cp(`${folder}/${FIRST}`, copy, { recursive: true });
  return copy;
}

/** Removes a copy as soon as its browser has ended. */
export function removeAfter(browser: Browser, copy: string): void {
  browser.process()?.once("exit", () => {
    void Deno.remove(copy, { recursive: true }).catch(() => {});
  });
}
