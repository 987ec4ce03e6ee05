/**
 * Dev only: `deno run -A tests/client/ui/gallery/gallery.ts [pattern]` photographs the screens whose name
 * matches into .cache/shots, one contact sheet per group, and audits each with axe-core. The pattern `docs`
 * makes the pictures of the documents and of the manifest anew.
 */
import axe from "axe-core";
import type { Page } from "puppeteer-core";
import { HEADERS } from "../../../../routes/security.ts";
import { serveAsset } from "../../../../routes/assets.ts";
import { packSite } from "../../../../routes/build/pack.ts";
import { readTree } from "../../../../routes/build/source_tree.ts";
import { start } from "../../../harness/browser/browsers.ts";
import type { Shot } from "./shot.ts";
import { docsShots } from "./docs_shots.ts";
import { fileShots } from "./file_scenes.ts";
import { shots } from "./shots.ts";
import { fromFileUrl } from "../../../harness/paths.ts";

const ROOT = new URL("../../../../", import.meta.url);
const OUT = new URL(".cache/shots/", ROOT);
const [pattern = ""] = Deno.args;
/** Photographs that are taken at the same time. */
const AT_ONCE = 4;

async function site() {
  const tree = new Map(
    await readTree(ROOT, ["client", "protocol", "static", "tests/client/ui/gallery"]),
  );
  // The page names the chunks that come later; nobody loads them here.
  const later = ["deferred.ts", "check_page.tsx", "embedding.ts"].map((path) =>
    `import("./${path}")`
  );
  const text =
    `import "../tests/client/ui/gallery/gallery.tsx"; export const later = () => [${later.join()}];`;
  const entry = new TextEncoder().encode(text);
  tree.set("client/main.tsx", entry);
  const free = Infinity;
  return await packSite(tree, (path) => Deno.readFile(new URL(path, ROOT)), free);
}

/** Opens a page for a shot alone: one that turns into a phone later loads anew, which may not end. */
async function pose(shot: Shot): Promise<Page> {
  const page = await browser.newPage();
  page.on("console", (said) => console.log(`console: ${said.text()}`));
  page.on("pageerror", (error) => console.log(`exception: ${error}`));
  const { width, height, dark = true, forced = false, zoom = 1, touch = false } = shot;
  await page.setViewport({
    width: Math.round(width / zoom),
    height: Math.round(height / zoom),
    deviceScaleFactor: zoom,
    isMobile: touch,
    hasTouch: touch,
  });
  // The emulation lasts as long as its session.
  const session = await page.createCDPSession();
  await session.send("Emulation.setEmulatedMedia", {
    features: [
      { name: "prefers-color-scheme", value: dark ? "dark" : "light" },
      { name: "prefers-reduced-motion", value: shot.still ? "reduce" : "no-preference" },
      { name: "forced-colors", value: forced ? "active" : "none" },
    ],
  });
  await page.goto(origin);
  await page.waitForFunction(() => "show" in globalThis);
  await page.mouse.move(0, 0);
  await page.evaluate(axe.source);
  await page.evaluate(async (shot) => {
    localStorage.clear();
    localStorage.setItem("visavis.language", shot.lang ?? "en");
    if (shot.rooms) localStorage.setItem("visavis.rooms", JSON.stringify(shot.rooms));
    await (globalThis as unknown as { show(scene: string): Promise<void> }).show(shot.scene);
  }, shot);
  for (const step of shot.steps ?? []) {
    if (step.startsWith("key:")) await page.keyboard.press(step.slice(4) as "Tab");
    else if (step.startsWith("wait:")) await pass(Number(step.slice(5)));
    else if (step.startsWith("hover:")) await page.hover(step.slice(6));
    else if (step.startsWith("type:")) await page.keyboard.type(step.slice(5));
    else if (step.startsWith("then:")) await page.evaluate(showNext, step.slice(5));
    else if (step.startsWith("scroll:")) {
      await (await page.waitForSelector(step.slice(7)))?.evaluate((one) => one.scrollIntoView());
    } else if (step.startsWith("open:")) {
      // On a wide window it stands open, without anything to press.
      const folded = await page.$(step.slice(5));
      if (await folded?.isVisible()) await folded?.click();
    } else await (await page.waitForSelector(step))?.evaluate(press);
  }
  await page.waitForFunction(() =>
    [...document.querySelectorAll("video")].every((v) => v.videoWidth)
  );
  await pass(shot.wait ?? 0);
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState, effect }) =>
      playState !== "running" || effect?.getComputedTiming().iterations === Infinity
    )
  );
  return page;
}

/** Runs in the page: a press counts, whatever has slid over the button meanwhile. */
function press(one: Element): void {
  if (one instanceof HTMLElement) one.click();
}

/** Runs in the page: the scene follows from the one before, as a state of the same page. */
function showNext(scene: string): Promise<void> {
  type Show = (scene: string, keep?: object, stays?: boolean) => Promise<void>;
  return (globalThis as unknown as { show: Show }).show(scene, {}, true);
}

const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function audit(page: Page, name: string): Promise<number> {
  const { violations } = await page.evaluate(async () => {
    const { axe: here } = globalThis as unknown as { axe: typeof axe };
    return await here.run();
  });
  for (const { id, nodes } of violations) {
    for (const { html, failureSummary } of nodes) {
      console.log(`axe ${name}: ${id} ${html.slice(0, 160)} ${failureSummary}`);
    }
  }
  return violations.length;
}

/** Measures every screen: nothing scrolls sideways, nothing is outside, nothing is too small. */
async function measure(page: Page, name: string): Promise<void> {
  const faults = await page.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth, scrollHeight } = document.documentElement;
    if (scrollWidth > innerWidth) found.push(`scrolls sideways: ${scrollWidth} > ${innerWidth}`);
    if (scrollHeight > innerHeight) found.push(`scrolls: ${scrollHeight} > ${innerHeight}`);
    for (const one of document.querySelectorAll("[data-tile], [data-do]")) {
      const { left, right, top, bottom, width, height } = one.getBoundingClientRect();
      const what = one.getAttribute("data-do") ?? `tile ${one.getAttribute("data-tile")}`;
      if (!one.checkVisibility() || one.closest(".panel, .room > .card, .recent")) continue;
      if (left < -1 || right > innerWidth + 1 || top < -1) found.push(`${what} is outside`);
      if (bottom > innerHeight + 1 && one.closest(".room")) found.push(`${what} is below`);
      if (one.matches("[data-do]") && Math.min(width, height) < 44) found.push(`${what} is small`);
    }
    return found;
  });
  for (const fault of faults) console.log(`look ${name}: ${fault}`);
}

/** Pictures of the manifest, which browsers show before the page is installed, by those of the documents. */
const SCREENSHOTS: Readonly<Record<string, string>> = {
  "call-2": "static/screenshot-wide.png",
  phone: "static/screenshot-narrow.png",
};

/** Puts a picture where documents and manifest have it. */
async function publish(name: string, png: Uint8Array): Promise<void> {
  for (const path of [`docs/${name}.png`, SCREENSHOTS[name] ?? []].flat()) {
    await Deno.writeFile(new URL(path, ROOT), png);
  }
}

async function sheet(page: Page, group: string, taken: [Shot, Uint8Array][]): Promise<void> {
  await page.setViewport({ width: 1800, height: 1000, deviceScaleFactor: 1 });
  const cells = taken.map(([shot, png]) =>
    `<figure><img src="data:image/png;base64,${png.toBase64()}" height="${
      Math.min(shot.height, shot.sheet ?? 520)
    }"><figcaption>${shot.name}</figcaption></figure>`
  );
  await page.goto("about:blank");
  await page.setContent(
    `<style>body{margin:8px;background:#777;display:flex;flex-wrap:wrap;gap:12px;font:12px sans-serif}
    figure{margin:0} img{display:block}</style>${cells.join("")}`,
  );
  await page.screenshot({ path: fromFileUrl(new URL(`sheet-${group}.png`, OUT)), fullPage: true });
}

await Deno.mkdir(OUT, { recursive: true });
const { page: index, assets } = await site();
const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
  const { pathname } = new URL(request.url);
  const asset = pathname === "/" ? index : assets.get(pathname.replace("/assets/", ""));
  const response = asset
    ? serveAsset(asset, request, "no-cache")
    : new Response("", { status: 404 });
  for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
  return response;
});
const browser = await start("chromium", { autoplay: "free" });
const origin = `http://127.0.0.1:${server.addr.port}/`;
const groups = Map.groupBy(
  [...shots, ...fileShots, ...docsShots].filter(({ name }) => new RegExp(pattern).test(name)),
  ({ group }) => group,
);
let violations = 0;
/** Takes one photograph, and looks at what it shows. */
async function take(shot: Shot): Promise<[Shot, Uint8Array]> {
  const page = await pose(shot);
  await measure(page, shot.name);
  const found = shot.axe === false ? 0 : await audit(page, shot.name);
  violations += found;
  const png = await page.screenshot({ path: fromFileUrl(new URL(`${shot.name}.png`, OUT)) });
  if (pattern === "docs") await publish(shot.name.slice("docs-".length), png);
  await page.close();
  return [shot, png];
}

for (const [group, list] of groups) {
  const taken: [Shot, Uint8Array][] = [];
  // Most of a pose is waiting.
  for (let at = 0; at < list.length; at += AT_ONCE) {
    taken.push(...await Promise.all(list.slice(at, at + AT_ONCE).map(take)));
  }
  const board = await browser.newPage();
  await sheet(board, group, taken);
  await board.close();
}
console.log(`${violations} axe violations`);
await browser.close();
await server.shutdown();
