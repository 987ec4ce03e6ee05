/** How many tests of a step passed, failed and were left out. */
export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** A deno command with its output on ours. */
export function deno(...args: string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), { args, stdin: "null" });
}

/** Runs a command as one test. */
export async function command(command: Deno.Command): Promise<Count> {
  const { success } = await command.spawn().status;
  return { passed: success ? 1 : 0, failed: success ? 0 : 1, skipped: 0 };
}

/**
 * Runs `deno test` and counts its tests; steps inside a test count with their test. `inside` says
 * where, when that is not here.
 */
export async function count(
  args: string[],
  inside?: (program: string, args: readonly string[]) => Deno.Command,
): Promise<Count> {
  const report = await Deno.makeTempFile({ suffix: ".xml" });
  try {
    const words = ["test", "-A", "--no-check", `--junit-path=${report}`, ...args];
    const run = inside ? inside(Deno.execPath(), words) : deno(...words);
    const { success } = await run.spawn().status;
    const found = read(await Deno.readTextFile(report));
    // An error outside of any test fails the run without a line in the report.
    if (!success && found.failed === 0) found.failed = 1;
    return found;
  } finally {
    await Deno.remove(report);
  }
}

/** Counts the test cases of a JUnit report as Deno writes it. */
export function read(xml: string): Count {
  const found: Count = { passed: 0, failed: 0, skipped: 0 };
  for (const [, name = "", body = ""] of xml.matchAll(CASE)) {
    if (name.includes(" &gt; ")) continue;
    if (body.includes("<failure")) found.failed++;
    else if (body.includes("<skipped")) found.skipped++;
    else found.passed++;
  }
  return found;
}

const CASE = /<testcase name="([^"]*)"[^>]*?(?:\/>|>([\s\S]*?)<\/testcase>)/g;
