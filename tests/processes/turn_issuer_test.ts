import { assertEquals, assertMatch } from "@std/assert";
import { daemon } from "../harness/daemon.ts";
import { join } from "../harness/socket_page.ts";
import { start, startFlags } from "../harness/process.ts";

const room = "r".repeat(22);
const token = "token-of-the-issuer";
const answer = { iceServers: [{ urls: ["turn:t.example"], username: "u", credential: "c" }] };
const settings = (url: string) => ({
  ALLOW_NO_ORIGIN: "1",
  TURN_ISSUER_URL: url,
  TURN_ISSUER_TOKEN: token,
  WORKERS: "1",
});

Deno.test("F51: a process whose issuer fails serves on, says why, and recovers by itself", async () => {
  let broken = true;
  const again = Promise.withResolvers<void>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
    if (broken) return new Response(null, { status: 500 });
    again.resolve();
    return Response.json(answer);
  });
  await using started = await start({ env: settings(`http://127.0.0.1:${server.addr.port}/`) });
  const get = async (path: string) => await (await fetch(`${started.address}${path}`)).text();
  {
    using page = await join(started.address, room);
    assertMatch(page.heard[0] ?? "", /"iceServers":\[\],"iceTtl":0/);
    page.say({ type: "client-ice" });
    await page.hears(/"type":"ice","iceServers":\[\],"iceTtl":0/);
    assertMatch(await get("healthz"), /"degraded","why":"the TURN issuer answers 500"/);
    broken = false;
    await again.promise;
    page.say({ type: "client-ice" });
    await page.hears(/"type":"ice".*"turn:t.example".*"iceTtl":(?:600|59\d)/);
  }
  assertMatch(await get("healthz"), /"ok"/);
  const metrics = await get("metrics");
  assertMatch(metrics, /visavis_turn_issuer_answers_total\{result="failed"\} [1-9]/);
  assertMatch(metrics, /visavis_turn_issuer_answers_total\{result="ok"\} [1-9]/);
  started.kill("SIGTERM");
  await started.status;
  assertEquals(started.errors().includes(token), false);
  await server.shutdown();
});

Deno.test("TurnIssuer: an issuer on another machine does not start with the flags of start, and says what does", async () => {
  await using server = daemon(Deno.execPath(), ["run", ...await startFlags(), "main.ts"], {
    ...settings("https://issuer.example/"),
    PORT: "0",
  });
  assertEquals((await server.status).code, 2);
  assertMatch(server.text(), /use `deno task cluster`/);
  assertEquals(server.text().includes(token), false);
});
