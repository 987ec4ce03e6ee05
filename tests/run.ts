/**
 * `deno task test [all|unit|processes|browser|network|long|soak] [filter]`: format, lint, types, unit
 * tests, servers as processes of their own, browser tests, faults of the network in a namespace, in
 * this order. `long` is browser, network and soak with every pair of browsers, time and number of
 * runs that the rows of faults ask for; `soak` breaks one thing after another. Prints what it does
 * and closes with one line of counts.
 */
import {
  lacks as lacksBrowser,
  where as whereBrowser,
} from "./harness/browser/browser_binaries.ts";
import { start } from "./harness/browser/browsers.ts";
import { beginProfiles, endProfiles } from "./harness/browser/firefox_profile.ts";
import { where } from "./harness/daemon.ts";
import { canMakeNamespaces } from "./harness/browser/network_namespace.ts";
import { isolated } from "./harness/browser/fault_namespace.ts";
import { again, both, command, type Count, count, deno, type Found } from "./harness/run_step.ts";
import { missing, NAMESPACE } from "./harness/requirements.ts";
import { deal, writeGroups } from "./harness/test_groups.ts";

const WHATS = ["all", "unit", "processes", "browser", "network", "long", "soak"];
const [what = "all", filter] = Deno.args;
/** Folders of the unit tests, which mirror those of the sources. */
const UNIT = ["client", "harness", "protocol", "routes", "rules", "signaling"]
  .map((name) => `tests/${name}`);
/** Tests that start servers. */
const SERVERS = ["tests/processes", "tests/deploy", "tests/hostile", "tests/main_test.ts"];
/** Those that wait longest: they begin first. */
const PATIENT = [
  ...named("processes", "half_open", "process_loss", "away", "storm"),
  ...named("deploy", "deploy", "proxy"),
  ...named("hostile", "silent"),
];
/** Files of servers at a time: those that wait leave the cores to others. */
const WAITING = 4;
/** Files of browsers at a time: much of them is waiting for a fault to pass. */
const BROWSERS = 3;
/** Files of browsers that share a server and browsers. */
const SHARING = 4;
/** Fill the machine by themselves. */
const CROWDED = named("browser", "camera_delay", "files", "flood", "group");
/** Eight browsers on two cores, or minutes of waiting: `long` alone runs them. */
const LONG_ONLY = named("browser", "credentials", "mesh", "network_delay", "rolling");
/** Half of the faults of the network, beside the other; more at a time starve their browsers. */
const OUTAGES = named("network", "outage", "falling_bandwidth", "one_way", "nat");
/** Files that take longest, in that order: each leads a group, and none of them ends alone. */
const LONGEST = named(
  "browser",
  "recording",
  "studio",
  "update",
  "watch",
  "refused_devices",
  "lock",
  "failure_cause",
  "remove",
  "check",
  "signaling_faults",
  "encodings",
  "view",
  "feedback",
  "call_faults",
  "reception",
  "access",
  "sleep",
  "stats_panel",
);
const total: Count = { passed: 0, failed: 0, skipped: 0 };
const unsteady: string[] = [];
/** The steps and tests that failed, for the end of a long output. */
const failures: string[] = [];
/** Seconds that each test took. */
const seconds: Record<string, number> = {};

/** Files of a folder, all of which have to be there: a renamed one would be run elsewhere. */
function named(folder: string, ...names: readonly string[]): string[] {
  const files = names.map((name) => `tests/${folder}/${name}_test.ts`);
  for (const file of files) Deno.statSync(file);
  return files;
}

function add(name: string, more: Count, began: number): void {
  total.passed += more.passed;
  total.failed += more.failed;
  total.skipped += more.skipped;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`# ${name}: ${line(more)} (${seconds} s)\n`);
}

function line({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

async function step(name: string, run: () => Promise<Found>): Promise<void> {
  console.log(`# ${name}`);
  const began = performance.now();
  const found = await run();
  for (const test of found.names) {
    failures.push([`${name}: ${test}`, found.messages[test] ?? ""].join("\n").trim());
  }
  if (found.failed > found.names.length) failures.push(`${name}: outside of any test`);
  Object.assign(seconds, found.seconds);
  add(name, found, began);
}

/** Names the tests that took longest: the first to look at when the whole takes too long. */
function tellSlowest(): void {
  const slowest = Object.entries(seconds).sort(([, a], [, b]) => b - a).slice(0, 10);
  console.log("# the slowest tests, in seconds");
  for (const [name, took] of slowest) console.log(`${took.toFixed(1).padStart(6)}  ${name}`);
}

/** With a second chance for what failed. */
async function steadily(
  words: readonly string[],
  run: (words: readonly string[]) => Promise<Found>,
): Promise<Found> {
  const first = await run([...words, ...narrow]);
  const { found, ...rest } = await again(first, (filter) => {
    console.log("\n# what failed, again and alone");
    return run(["--filter", filter]);
  });
  unsteady.push(...rest.unsteady.map((name) => `${name}\n${first.messages[name] ?? ""}`.trim()));
  return found;
}

async function testsIn(...folders: string[]): Promise<string[]> {
  const files: string[] = [];
  for (const folder of folders) {
    for await (const { name, isFile, isDirectory } of Deno.readDir(folder)) {
      if (isDirectory) files.push(...await testsIn(`${folder}/${name}`));
      if (isFile && /_test\.tsx?$/.test(name)) files.push(`${folder}/${name}`);
    }
  }
  return files.sort();
}

/** True if this machine has a program, a browser, or a way to make namespaces. */
async function finder(): Promise<(name: string) => boolean> {
  const namespaces = await canMakeNamespaces();
  return (name) => {
    if (name === NAMESPACE) return namespaces;
    if (name === "chromium" || name === "firefox") return whereBrowser(name) !== null;
    return where(name) !== null;
  };
}

/** Says what is missing, so that nobody takes a skipped test for a passed one. */
function shout(): void {
  if (absent.length === 0) return;
  console.log("!!! SKIPPED, not passed, for want of (Debian's name of the package):");
  for (const line of absent) console.log(line);
  console.log("");
}

async function units(): Promise<Found> {
  const files = ["tests/config_test.ts", ...await testsIn(...UNIT)];
  return await count(["--parallel", ...narrow, ...files]);
}

/** Servers as processes, in front of which and beside which others stand. */
async function servers(): Promise<Found> {
  const files = [...PATIENT, ...SERVERS];
  return await steadily(["--parallel"], (words) => {
    return count([...words, ...files], undefined, WAITING);
  });
}

/** Much of these tests is waiting, too, and their rules reach no further than their namespace. */
async function faults(words: readonly string[]): Promise<Found> {
  if (words.includes("--filter")) return await inNamespace(["tests/network/"], words);
  const [outages, others] = await Promise.all([
    inNamespace(OUTAGES, words),
    inNamespace(["tests/network/"], [...words, `--ignore=${OUTAGES.join(",")}`]),
  ]);
  return both(outages, others);
}

/** The folder of profiles that each Firefox begins with a copy of; null where none is started. */
async function firefoxProfiles(): Promise<string | null> {
  if (what === "unit" || what === "processes" || lacksBrowser("firefox")) return null;
  return await beginProfiles((profile) => start("firefox", { profile }));
}

/** The whole of these tests runs in a namespace of its own: their rules harm nothing else. */
async function inNamespace(files: readonly string[], words: readonly string[]): Promise<Found> {
  if (lacksBrowser("chromium", "firefox") || !await canMakeNamespaces()) {
    return { passed: 0, failed: 0, skipped: 1, names: [], messages: {}, seconds: {} };
  }
  return await count([...words, ...files], isolated);
}

const narrow = filter === undefined ? [] : ["--filter", filter];
const absent = missing(what, await finder());
shout();

if (what === "all") {
  await step("format", () => command("format", deno("fmt", "--check")));
  await step("lint", () => command("lint", deno("lint", "--quiet")));
  await step("types", () => command("types", deno("check", "--quiet", ".")));
}
// Built once, so that not every server of the tests builds it again; holds the weight budget.
await step("build", () => command("build", deno("task", "build")));
if (what === "unit") await step("unit tests", units);
if (what === "processes") await step("process tests", servers);
if (what === "all") {
  // Units keep the cores busy, and servers wait: neither has an oracle that holds a time.
  await step(
    "unit and process tests",
    async () => both(...await Promise.all([units(), servers()])),
  );
}
if (what === "long") Deno.env.set("VISAVIS_LONG", "1");
const profiles = await firefoxProfiles();
if (what === "all" || what === "browser" || what === "long") {
  const alone = [...CROWDED, ...(what === "long" ? LONG_ONLY : [])];
  // Named one by one, since the first named begin first.
  const found = (await testsIn("tests/browser")).filter((file) => {
    return ![...CROWDED, ...LONG_ONLY].includes(file);
  });
  const files = await writeGroups(deal([...new Set([...LONGEST, ...found])], SHARING));
  const run = (all: readonly string[]) => count([...all, ...files], undefined, BROWSERS);
  await step("browser tests", () => steadily(["--parallel"], run));
  await step("what fills the machine", () => steadily([], (all) => count([...all, ...alone])));
}
if (what === "all" || what === "network" || what === "long") {
  await step("faults of the network", () => steadily([], faults));
}
if (what === "soak" || what === "long") {
  await step("soak", () => steadily([], (words) => inNamespace(["tests/soak/"], words)));
}
if (profiles !== null) await endProfiles(profiles);
if (!WHATS.includes(what)) {
  console.error(`What is "${what}"? Say one of ${WHATS.join(", ")}.`);
  total.failed++;
}
if (filter !== undefined && Object.keys(seconds).length === 0) {
  console.error(`No test has "${filter}" in its name; an expression stands between slashes.`);
  total.failed++;
}
tellSlowest();
for (const name of unsteady) {
  console.log(`!!! UNSTEADY: failed among others, passed alone: ${name}`);
}
shout();
for (const name of failures) console.log(`!!! FAILED: ${name}`);
console.log(line(total));
Deno.exit(total.failed > 0 ? 1 : 0);
