import { assertEquals } from "@std/assert";
import { jsonLog, kindOf } from "../../signaling/log.ts";

Deno.test("Log: the log holds one line a second per event, and says how many it left out", () => {
  const lines: string[] = [];
  let time = 0;
  const log = jsonLog((line) => lines.push(line), {
    date: () => new Date(time),
    elapsed: () => time,
  });
  for (time of [0, 10, 999]) log({ level: "warn", event: "e" });
  log({ level: "info", event: "other", count: 2 });
  time = 1000;
  log({ level: "warn", event: "e", detail: "d" });
  assertEquals(lines, [
    '{"time":"1970-01-01T00:00:00.000Z","level":"warn","event":"e"}',
    '{"time":"1970-01-01T00:00:00.999Z","level":"info","event":"other","count":2}',
    '{"time":"1970-01-01T00:00:01.000Z","level":"warn","event":"e","detail":"d","suppressed":2}',
  ]);
  assertEquals([kindOf(new RangeError("192.0.2.1")), kindOf("192.0.2.1")], [
    "RangeError",
    "string",
  ]);
});

Deno.test("jsonLog: a clock that was set back by an hour silences nothing", () => {
  const lines: string[] = [];
  let [date, elapsed] = [7_200_000, 0];
  const log = jsonLog((line) => lines.push(line), {
    date: () => new Date(date),
    elapsed: () => elapsed,
  });
  log({ level: "warn", event: "e" });
  date = 3_600_000;
  for (const at of [1000, 2000, 2500, 3000]) {
    elapsed = at;
    log({ level: "warn", event: "e" });
  }
  assertEquals(lines.map((line) => JSON.parse(line).suppressed ?? 0), [0, 0, 0, 1]);
});
