import { assertEquals } from "@std/assert";
import { openServedNames } from "../../../../client/call/watching/served_names.ts";
import { fakeRoom } from "../../../fakes/members.ts";

const serves = (...viewers: string[]) => JSON.stringify({ type: "serves", viewers });

Deno.test("ServedNames: those of all members are put together, while these are here", async () => {
  const { members, connect } = fakeRoom();
  const names = openServedNames(members.list, () => {});
  await connect("b");
  await connect("c");
  const said = [["b", serves("Ada")], ["c", serves("Eve", "")], [
    "b",
    serves("Ada", "Fay"),
  ]] as const;
  for (const [by, text] of said) assertEquals(names.receive({ by, name: "", text }), true);
  assertEquals(names.others(), ["Ada", "Fay", "Eve", ""]);
  assertEquals(names.receive({ by: "x", name: "", text: serves("Mal") }), true, "of nobody here");
  assertEquals(names.receive({ by: "b", name: "", text: serves(...Array(41).fill("x")) }), true);
  assertEquals(names.receive({ by: "b", name: "", text: '{"type":"want"}' }), false);
  assertEquals(names.others().length, 4);
  members.remove("b");
  assertEquals(names.others(), ["Eve", ""]);
});

Deno.test("ServedNames: each member is told at every change, and nothing while nobody watches", async () => {
  const { members, connect } = fakeRoom();
  const names = openServedNames(members.list, () => {});
  const [bob, cy] = [await connect("b"), await connect("c")];
  for (const rtc of [bob, cy]) rtc.channel?.become("open");
  const told = () =>
    [bob, cy].map((rtc) => {
      const texts = (rtc.channel?.sent ?? []).filter((text) => text.includes("serves"));
      return texts.map((text) => JSON.parse(text).viewers);
    });
  names.tell({ names: [], hands: [] });
  assertEquals(told(), [[], []]);
  names.tell({ names: ["Ada"], hands: [] });
  names.tell({ names: ["Ada"], hands: [] });
  names.tell({ names: [], hands: [] });
  assertEquals(told(), [[["Ada"], []], [["Ada"], []]]);
});

Deno.test("ServedNames: hands come with the member that tells of them, and go with it", async () => {
  const { members, connect } = fakeRoom();
  const names = openServedNames(members.list, () => {});
  const bob = await connect("b");
  bob.channel?.become("open");
  const hands = [{ id: "v".repeat(22), name: "Ada" }];
  const text = JSON.stringify({ type: "serves", viewers: ["Ada"], hands });
  names.receive({ by: "b", name: "", text });
  names.receive({ by: "x", name: "", text });
  assertEquals(names.hands(), [{ id: "v".repeat(22), name: "Ada", by: "b" }]);
  names.tell({ names: ["Ada"], hands });
  assertEquals(bob.channel?.sent.filter((one) => one.includes("serves")), [text]);
  members.remove("b");
  assertEquals(names.hands(), []);
});

Deno.test("ServedNames: an invitation is heard of members who are here, and for a viewer that is named", async () => {
  const { members, connect } = fakeRoom();
  const invited: string[] = [];
  const names = openServedNames(members.list, (viewer) => invited.push(viewer));
  await connect("b");
  const viewer = "v".repeat(22);
  const invite = (by: string, message: object) =>
    names.receive({ by, name: "", text: JSON.stringify({ type: "invite", ...message }) });
  assertEquals(invite("b", { viewer }), true);
  assertEquals([invite("x", { viewer }), invite("b", {}), invite("b", { viewer: "?" })], [
    true,
    true,
    true,
  ]);
  assertEquals(invited, [viewer]);
});
