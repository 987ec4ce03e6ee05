import { assertEquals } from "@std/assert";
import { crowd, crowdMemory } from "../routes/crowd.ts";
import type { CrowdLimits } from "../signaling/limit.ts";
import { CROWD } from "./fakes/service.ts";

const open = (limits: Partial<CrowdLimits>, memory = crowdMemory(), now = () => 0) =>
  crowd({ ...CROWD, ...limits }, now, memory);
const here = "192.0.2.1";
const many = "too_many_from_address";

Deno.test("sockets are counted in all and by address, and given back once", () => {
  const people = open({ sockets: 6, perAddress: 2 });
  const leave = people.enter(here);
  people.enter(here);
  assertEquals(people.admit(here, false), many);
  assertEquals(people.admit("192.0.2.2", false), null);
  for (let i = 0; i < 4; i++) people.enter("127.0.0.1");
  assertEquals(people.admit("192.0.2.2", false), "too_many");
  leave();
  leave();
  assertEquals(people.admit("192.0.2.2", false), null);
  people.enter("192.0.2.9");
  assertEquals(people.admit("192.0.2.9", false), "too_many");
  assertEquals(open({ perAddress: 0 }).admit(here, false), null);
});

Deno.test("B87: once half of all sockets are taken, an address that holds a quarter gets no more", () => {
  const people = open({ sockets: 100, perAddress: 20 });
  for (let i = 0; i < 5; i++) people.enter(here);
  assertEquals(people.admit(here, false), null);
  for (let i = 0; i < 45; i++) people.enter(`192.0.2.${2 + i}`);
  assertEquals([people.admit(here, false), people.admit("192.0.2.2", false)], [many, null]);
});

Deno.test("an IPv6 site is one source; this machine is none, unless proxies name who comes", () => {
  const people = open({ perAddress: 1 });
  people.enter("2001:db8::1");
  assertEquals(people.admit("2001:0DB8:0:0:ffff::2", false), many);
  assertEquals(people.admit("2001:db8:0:1::1", false), null);
  people.enter("::ffff:192.0.2.1");
  assertEquals(people.admit(here, false), many);
  for (const [loopbackFree, answer] of [[true, null], [false, many]] as const) {
    const own = open({ perAddress: 1, loopbackFree });
    for (const address of ["127.0.0.1", "::1", "::ffff:127.0.0.1"]) own.enter(address);
    assertEquals([own.admit("127.0.0.1", false), own.admit("::1", false)], [answer, answer]);
  }
});

Deno.test("joins are counted by the minute, rooms by the hour, faults by themselves", () => {
  let now = 1e12;
  const people = open({ joins: 4, rooms: 2, faults: 3 }, crowdMemory(), () => now);
  const rooms = () => [1, 2, 3].map(() => people.admit(here, true));
  assertEquals(rooms(), [null, null, many]);
  // The one that was refused for its room has counted as a join all the same.
  assertEquals([people.admit(here, false), people.admit(here, false)], [null, many]);
  assertEquals(people.admit("192.0.2.2", true), null);
  assertEquals([1, 2, 3, 4].map(() => people.forgives(here)), [true, true, true, false]);
  now += 60_000;
  assertEquals([people.admit(here, false), people.admit(here, true)], [null, many]);
  assertEquals(people.forgives(here), true);
  now += 3_600_000;
  assertEquals(people.admit(here, true), null);
});

Deno.test("F15: a clock that jumps, either way, locks nobody out", () => {
  let now = 1e12;
  const people = open({ joins: 2 }, crowdMemory(), () => now);
  for (const jump of [0, -3_600_000, 7_200_000, -86_400_000]) {
    now += jump;
    assertEquals([1, 2, 3].map(() => people.admit(here, false)), [null, null, many], `${jump}`);
  }
});

Deno.test("isolates that share the memory share the limits", () => {
  const memory = crowdMemory();
  const limits = { sockets: 6, perAddress: 2, joins: 5 };
  const [one, other] = [open(limits, memory), open(limits, memory)];
  const leave = one.enter(here);
  other.enter(here);
  assertEquals(one.admit(here, false), many);
  leave();
  assertEquals(other.admit(here, false), null);
  for (let i = 0; i < 4; i++) one.admit(here, false);
  assertEquals(other.admit(here, false), many);
  for (let i = 0; i < 5; i++) one.enter("192.0.2.2");
  assertEquals(other.admit("192.0.2.3", false), "too_many");
});
