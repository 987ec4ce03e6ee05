/**
 * Time until the fifth person sees all four others, against the time until the second sees the
 * first, interleaved in one run: `deno run -A bench/fifth.ts [rounds]`. All wait in one browser; the
 * newcomer has another.
 */
import { start } from "../tests/harness/browser/browsers.ts";
import { serve } from "../tests/harness/browser/server.ts";
import { median } from "../tests/harness/median.ts";
import { callLink, interleave, type Subject } from "./visits.ts";

const ROUNDS = Math.max(1, Number(Deno.args[0] ?? 9));
/** Times the second person. */
const LIMIT = 1.5;

const server = await serve();
const [host, newcomer] = [await start("chromium"), await start("chromium")];
const subject: Subject = {
  name: "ours",
  port: server.port,
  link: callLink,
  browsers: { host, newcomer },
};
let above = 0;
try {
  const rows = await interleave([1, 4].map((others) => ({ ...subject, others })), ROUNDS);
  console.log(`a frame of everybody: ${ROUNDS} rounds, medians in ms from the navigation`);
  for (const kind of ["cold", "warm"] as const) {
    const [second = NaN, fifth = NaN] = rows.map((runs) =>
      median(runs[kind].map(({ all }) => all))
    );
    const ratio = fifth / second;
    if (!(ratio <= LIMIT)) above++;
    console.log(
      `${kind}: the fifth ${fifth.toFixed(0)} ms, the second ${second.toFixed(0)} ms, ` +
        `ratio ${ratio.toFixed(2)} (at most ${LIMIT})`,
    );
  }
} finally {
  await Promise.all([host.close(), newcomer.close()]);
  await server.stop();
}
Deno.exit(above > 0 ? 1 : 0);
