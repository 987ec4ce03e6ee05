import { stripVTControlCharacters } from "node:util";

/** How many tests of a step passed, failed and were left out. */
export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** Result of a run of `deno test`. */
export interface Found extends Count {
  /** The names of the tests that failed. */
  readonly names: readonly string[];
  /** Messages of the tests that failed, by name: a long output may be cut before its end. */
  readonly messages: Readonly<Record<string, string>>;
  /** Seconds that tests took, by name. */
  readonly seconds: Readonly<Record<string, number>>;
}

/** A deno command with its output on ours. */
export function deno(...args: string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), { args, stdin: "null" });
}

/** Runs a command as one test. */
export async function command(name: string, command: Deno.Command): Promise<Found> {
  const { success } = await command.spawn().status;
  const names = success ? [] : [name];
  return {
    passed: success ? 1 : 0,
    failed: names.length,
    skipped: 0,
    names,
    messages: {},
    seconds: {},
  };
}

/**
 * Runs `deno test` and counts its tests; steps inside a test count with their test. `inside` says
 * where, when that is not here; `files`, how many run at a time, unless `DENO_JOBS` does.
 */
export async function count(
  args: string[],
  inside?: (program: string, args: readonly string[]) => Deno.Command,
  files?: number,
): Promise<Found> {
  const report = await Deno.makeTempFile({ suffix: ".xml" });
  try {
    const words = ["test", "-A", "--no-check", `--junit-path=${report}`, ...args];
    const env = files && !Deno.env.has("DENO_JOBS") ? { DENO_JOBS: `${files}` } : {};
    const here = () => new Deno.Command(Deno.execPath(), { args: words, stdin: "null", env });
    const run = inside ? inside(Deno.execPath(), words) : here();
    const { success } = await run.spawn().status;
    const found = read(await Deno.readTextFile(report));
    // An error outside of any test fails the run without a line in the report.
    if (!success && found.failed === 0) found.failed = 1;
    return found;
  } finally {
    await Deno.remove(report);
  }
}

/** Results of two runs together. */
export function both(one: Found, other: Found): Found {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
    names: [...one.names, ...other.names],
    messages: { ...one.messages, ...other.messages },
    seconds: { ...one.seconds, ...other.seconds },
  };
}

/**
 * Runs what failed again, alone on the machine: among several browsers on few cores a test may
 * have been too slow, and that is no fault. What passes now counts, and is said aloud; what fails
 * again has failed. More than a few failures are not put down to slowness.
 */
export async function again(
  first: Found,
  run: (filter: string) => Promise<Found>,
): Promise<{ readonly found: Found; readonly unsteady: readonly string[] }> {
  const { names, failed, messages, ...rest } = first;
  if (failed === 0 || failed !== names.length || failed > MAX_RERUNS) {
    return { found: first, unsteady: [] };
  }
  const second = await run(`/^(${names.map(pattern).join("|")})$/`);
  const unsteady = names.filter((name) => !second.names.includes(name));
  // Fewer than before were run: what is missing has not passed.
  const ran = second.passed + second.failed >= failed;
  if (!ran || second.failed !== second.names.length) return { found: first, unsteady: [] };
  const passed = rest.passed + unsteady.length;
  // What the first run said as well: alone, a test may fail of what that left behind.
  const both = Object.fromEntries(second.names.map((name) => {
    return [name, `${messages[name]}\n  again: ${second.messages[name]}`];
  }));
  const found = { ...rest, passed, failed: second.failed, names: second.names, messages: both };
  return { found, unsteady };
}

/** As many tests at most are run again. */
const MAX_RERUNS = 8;

/** A name for `--filter`: whatever could mean something in an expression matches anything. */
function pattern(name: string): string {
  return name.replace(/[^A-Za-z0-9 ]/gu, ".");
}

/** Counts the test cases of a JUnit report as Deno writes it. */
export function read(xml: string): Found {
  const names: string[] = [];
  const messages: Record<string, string> = {};
  const seconds: Record<string, number> = {};
  const found = { passed: 0, failed: 0, skipped: 0, names, messages, seconds };
  for (const [, name = "", rest = "", body = ""] of xml.matchAll(CASE)) {
    if (name.includes(" &gt; ")) continue;
    if (body.includes("<skipped")) {
      found.skipped++;
      continue;
    }
    seconds[plain(name)] = Number(/time="([\d.]+)"/.exec(rest)?.[1] ?? 0);
    // An error is a test that was not run to its end, after one nobody waited for.
    if (/<(failure|error)\b/.test(body)) {
      found.failed++;
      names.push(plain(name));
      messages[plain(name)] = messageOf(body);
    } else found.passed++;
  }
  return found;
}

/** Characters of a message that are repeated at the end of the whole run. */
const MESSAGE_LENGTH = 700;

function messageOf(body: string): string {
  const [, message = "", text = ""] = FAILURE.exec(body) ?? [];
  return stripVTControlCharacters(plain(text.trim() || message)).slice(0, MESSAGE_LENGTH);
}

/** Text without the escapes of XML. */
function plain(text: string): string {
  const signs: Readonly<Record<string, string>> = {
    "&quot;": '"',
    "&apos;": "'",
    "&lt;": "<",
    "&gt;": ">",
    "&amp;": "&",
  };
  return text.replace(/&[a-z]+;/g, (sign) => signs[sign] ?? sign);
}

const FAILURE = /<(?:failure|error)(?: message="([^"]*)")?[^>]*>([^<]*)/;
const CASE = /<testcase name="([^"]*)"([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g;
