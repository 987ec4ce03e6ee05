/**
 * Set-up time through a relay against a direct one, interleaved in one run: from the navigation of
 * the second person to its first decoded remote frame. `deno run -A bench/turn.ts [rounds]`; needs
 * coturn.
 */
import { start } from "../tests/harness/browser/browsers.ts";
import { serve } from "../tests/harness/browser/server.ts";
import { loopbackTurn } from "../tests/harness/loopback_turn.ts";
import { callLink, firstFrame, interleave, medians, type Subject } from "./visits.ts";

const ROUNDS = Math.max(1, Number(Deno.args[0] ?? 9));
/** Times the direct one. */
const LIMIT = 1.2;

const turn = await loopbackTurn();
const tcpTurn = await loopbackTurn({ urls: (address) => [`turn:${address}?transport=tcp`] });
const server = await serve(turn.env);
const tcpServer = await serve(tcpTurn.env);
const browser = await start("chromium");

function subject(name: string, port: number, query = ""): Subject {
  const link = (port: number, key: string) => callLink(port, key, query);
  return { name, port, link, stands: true, browsers: { host: browser, newcomer: browser } };
}

let above = 0;
try {
  const subjects = [
    subject("direct", server.port),
    subject("by a relay, UDP", server.port, "&relay=1"),
    subject("by a relay, TCP", tcpServer.port, "&relay=1"),
  ];
  const all = await interleave(subjects, ROUNDS);
  console.log(`set-up through a relay: ${ROUNDS} rounds, medians in ms`);
  for (const kind of ["cold", "warm"] as const) {
    const [direct = NaN, ...relayed] = all.map((runs) => firstFrame(runs[kind]));
    for (const [at, runs] of all.entries()) {
      const visits = runs[kind];
      console.log(`${subjects[at]?.name}, ${kind}`);
      console.log(`  newcomer  ${medians(visits.map(({ newcomer }) => newcomer))}`);
      console.log(`  host      ${medians(visits.map(({ host }) => host))}`);
    }
    for (const [at, time] of relayed.entries()) {
      const ratio = time / direct;
      if (!(ratio <= LIMIT)) above++;
      console.log(
        `${subjects[at + 1]?.name}, ${kind}: ${time.toFixed(0)} ms, direct ` +
          `${direct.toFixed(0)} ms, ratio ${ratio.toFixed(2)} (at most ${LIMIT})`,
      );
    }
  }
} finally {
  await browser.close();
  for (const one of [server, tcpServer]) await one.stop();
  for (const one of [turn, tcpTurn]) await one[Symbol.asyncDispose]();
}
Deno.exit(above > 0 ? 1 : 0);
