import { assertEquals } from "@std/assert";
import { connectionLimits } from "../../routes/limits/connection_limits.ts";
import { CONNECTION_LIMITS, service } from "../harness/service.ts";

const info = { remoteAddr: { transport: "tcp", hostname: "192.0.2.1", port: 1 } } as const;
const get = (path: string, init?: RequestInit) => new Request(`http://call.example${path}`, init);

Deno.test("health: counts, and 503 with the reason whenever newcomers are refused", async () => {
  let short = false;
  let trouble: string | null = null;
  const people = connectionLimits({ ...CONNECTION_LIMITS, sockets: 2 }, Date.now);
  const { handle, hub } = service({
    memoryIsShort: () => short,
    connections: people,
    trouble: () => trouble,
  });
  const ask = async () => {
    const response = await handle(get("/healthz"), info);
    assertEquals(response.headers.get("cache-control"), "no-store");
    return [response.status, await response.json()];
  };
  const counts = { sockets: 0, rooms: 0 };
  assertEquals(await ask(), [200, { status: "ok", ...counts }]);
  trouble = "the bus is away";
  assertEquals(await ask(), [200, { status: "degraded", why: trouble, ...counts }]);
  short = true;
  const full = { status: "full", refuses: "memory", why: trouble, ...counts };
  assertEquals(await ask(), [503, full]);
  [short, trouble] = [false, null];
  const leave = ["192.0.2.1", "192.0.2.2"].map((address) => people.enter(address, "room"));
  assertEquals(await ask(), [503, { status: "full", refuses: "max_conns", ...counts }]);
  leave[0]?.();
  assertEquals(await ask(), [200, { status: "ok", ...counts }]);
  hub.drain(1, 0);
  assertEquals(await ask(), [503, { status: "draining", refuses: "draining", ...counts }]);
});

Deno.test("health: answers under any Host and under none, and counts no probe as a fault", async () => {
  const { handle } = service({ publicHosts: ["call.example"], trusted: [] });
  for (let at = 0; at < 20; at++) {
    for (const host of ["127.0.0.1:8000", "10.1.2.3", "other.example", undefined]) {
      const request = get("/healthz", host === undefined ? {} : { headers: { host } });
      const response = await handle(request, info);
      assertEquals([response.status, (await response.json()).status], [200, "ok"], host);
    }
  }
  const other = get("/", { headers: { host: "other.example" } });
  assertEquals((await handle(other, info)).status, 421);
});
