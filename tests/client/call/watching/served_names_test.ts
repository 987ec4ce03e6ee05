import { assertEquals } from "@std/assert";
import { openServedNames } from "../../../../client/call/watching/served_names.ts";
import { fakeRoom } from "../../../fakes/members.ts";

const serves = (...viewers: string[]) => JSON.stringify({ type: "serves", viewers });

Deno.test("ServedNames: those of all members are put together, while these are here", async () => {
  const { members, connect } = fakeRoom();
  const names = openServedNames(members.list);
  await connect("b");
  await connect("c");
  const said = [["b", serves("Ada")], ["c", serves("Eve", "")], [
    "b",
    serves("Ada", "Fay"),
  ]] as const;
  for (const [by, text] of said) assertEquals(names.receive({ by, text }), true);
  assertEquals(names.others(), ["Ada", "Fay", "Eve", ""]);
  assertEquals(names.receive({ by: "x", text: serves("Mal") }), true, "of nobody here");
  assertEquals(names.receive({ by: "b", text: serves(...Array(41).fill("x")) }), true);
  assertEquals(names.receive({ by: "b", text: '{"type":"want"}' }), false);
  assertEquals(names.others().length, 4);
  members.remove("b");
  assertEquals(names.others(), ["Eve", ""]);
});

Deno.test("ServedNames: each member is told at every change, and nothing while nobody watches", async () => {
  const { members, connect } = fakeRoom();
  const names = openServedNames(members.list);
  const [bob, cy] = [await connect("b"), await connect("c")];
  for (const rtc of [bob, cy]) rtc.channel?.become("open");
  const told = () =>
    [bob, cy].map((rtc) => {
      const texts = (rtc.channel?.sent ?? []).filter((text) => text.includes("serves"));
      return texts.map((text) => JSON.parse(text).viewers);
    });
  names.tell([]);
  assertEquals(told(), [[], []]);
  names.tell(["Ada"]);
  names.tell(["Ada"]);
  names.tell([]);
  assertEquals(told(), [[["Ada"], []], [["Ada"], []]]);
});
