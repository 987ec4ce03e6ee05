/**
 * Runs inside a network namespace: `island_call.ts <link> <other address>`. Tries to reach
 * the other address, which must not answer, and holds a call between two browsers.
 */
import { start } from "./browsers.ts";
import { allHear } from "./media_counters.ts";
import { visit, type Visitor } from "./visitor.ts";

const [link = "", elsewhere = ""] = Deno.args;
const { hostname } = new URL(link);

// Its packets are dropped and counted, so it never answers and the call does not wait for it.
Deno.connect({ hostname: elsewhere, port: 9 }).then(() => {
  console.error(`not cut off: ${elsewhere} answers`);
  Deno.exit(1);
}, () => {});

const reach = `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${hostname}, EXCLUDE 127.0.0.1`;
const chromium = await start("chromium", { args: [reach] });
const firefox = await start("firefox");
try {
  const people: Visitor[] = [];
  for (const browser of [chromium, firefox]) {
    const person = await visit(browser, `${link}?name=P${people.length}&join=1&mic=1&cam=1`);
    await person.on("call");
    people.push(person);
  }
  await allHear(people);
  const faults = (await Promise.all(people.map((one) => one.faults()))).flat();
  if (faults.length > 0) throw new Error(faults.join("\n"));
  console.log("held");
} finally {
  await chromium.close();
  await firefox.close();
}
Deno.exit(0);
