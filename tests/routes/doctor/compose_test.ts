import { assertEquals, assertMatch } from "@std/assert";
import { composeSettings } from "../../../routes/doctor/compose.ts";
import { example, filledIn, interpolate, service, shipped } from "../../harness/deploy_files.ts";
import { doctor } from "../../harness/doctor.ts";

Deno.test("composeSettings: the settings that compose.yaml gives a process, as docker compose does", () => {
  const values = filledIn();
  const { settings, problems } = composeSettings(shipped("compose.yaml"), (name) => values[name]);
  const wanted = Object.entries(service("app1").environment ?? {})
    .map(([name, value]) => [name, interpolate(value, values)]);
  assertEquals([[...settings], problems], [wanted, []]);
  const empty = composeSettings(shipped("compose.yaml"), (name) => example()[name]);
  assertEquals([...empty.problems].sort(), [
    "CLUSTER_KEY is empty",
    "METRICS_TOKEN is empty",
    "NATS_PASSWORD is empty",
    "TURN_SECRET is empty",
  ]);
});

Deno.test("doctor: with the file of compose.yaml from outside, and within its network", async () => {
  const values = { ...filledIn(), DOMAIN: "call.invalid" };
  const outside = await doctor(values);
  assertEquals(outside.code, 1);
  assertMatch(outside.text, /^✓ The settings can be read\.$/m);
  assertMatch(outside.text, /^! These are the settings of compose\.yaml.*exec app1 .*--inside`/m);
  assertMatch(outside.text, /^✗ call\.invalid stands in PUBLIC_HOSTS/m);
  assertEquals(outside.text.match(/^✗ turn:call\.invalid:3478.*no address in DNS/gm)?.length, 2);
  assertEquals(/bus|MiB/.test(outside.text.replace(/^! These.*$/m, "")), false, outside.text);
  const { settings } = composeSettings(
    shipped("compose.yaml"),
    (name) => new Map(Object.entries(values)).get(name),
  );
  const inside = await doctor({ ...Object.fromEntries(settings), PORT: "0" }, "--inside");
  assertMatch(inside.text, /^✗ The bus at nats:4222 cannot be reached/m);
  assertMatch(inside.text, /^. By .* MiB of memory/m);
  assertEquals(/call\.invalid|`deno task start`/.test(inside.text), false, inside.text);
  for (const { text } of [outside, inside]) {
    assertEquals(Object.values(values).filter((v) => v.length > 31 && text.includes(v)), []);
  }
});
