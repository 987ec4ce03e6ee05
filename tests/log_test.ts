import { assertEquals } from "@std/assert";
import { jsonLog, kindOf } from "../signaling/log.ts";

Deno.test("the log holds one line a second per event, and says how many it left out", () => {
  const lines: string[] = [];
  let time = 0;
  const log = jsonLog((line) => lines.push(line), () => new Date(time));
  for (time of [0, 10, 999]) log({ level: "warn", event: "e" });
  log({ level: "info", event: "other", count: 2 });
  time = 1000;
  log({ level: "warn", event: "e", detail: "d" });
  assertEquals(lines, [
    '{"time":"1970-01-01T00:00:00.000Z","level":"warn","event":"e"}',
    '{"time":"1970-01-01T00:00:00.999Z","level":"info","event":"other","count":2}',
    '{"time":"1970-01-01T00:00:01.000Z","level":"warn","event":"e","detail":"d","held":2}',
  ]);
  assertEquals([kindOf(new RangeError("192.0.2.1")), kindOf("192.0.2.1")], [
    "RangeError",
    "string",
  ]);
});
