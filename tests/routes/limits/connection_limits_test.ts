import { assertEquals } from "@std/assert";
import { connectionLimits, connectionMemory } from "../../../routes/limits/connection_limits.ts";
import type { ConnectionLimitOptions } from "../../../signaling/rate_limit.ts";
import { CONNECTION_LIMITS } from "../../harness/service.ts";

// One seed: of others, a few put two addresses or rooms of these tests in one counter.
const open = (
  limits: Partial<ConnectionLimitOptions>,
  memory = connectionMemory(1),
  now = () => 0,
) => connectionLimits({ ...CONNECTION_LIMITS, ...limits }, now, memory);
const here = "192.0.2.1";
const room = "r".repeat(22);
/** Names of rooms that nobody was in. */
let made = 0;
const fresh = () => `${++made}`.padEnd(22, "_");
const many = "too_many_from_address";

Deno.test("ConnectionLimits: sockets are counted in all and by address, and given back once", () => {
  const people = open({ sockets: 6, perAddress: 2 });
  const leave = people.enter(here, room);
  people.enter(here, room);
  assertEquals(people.admit(here, room), many);
  assertEquals(people.admit("192.0.2.2", room), null);
  for (let i = 0; i < 4; i++) people.enter("127.0.0.1", room);
  assertEquals(people.admit("192.0.2.2", room), "too_many");
  leave();
  leave();
  assertEquals(people.admit("192.0.2.2", room), null);
  people.enter("192.0.2.9", room);
  assertEquals(people.admit("192.0.2.9", room), "too_many");
  assertEquals(open({ perAddress: 0 }).admit(here, room), null);
});

Deno.test("B87: once half of all sockets are taken, an address that holds a quarter gets no more", () => {
  const people = open({ sockets: 100, perAddress: 20 });
  for (let i = 0; i < 5; i++) people.enter(here, room);
  assertEquals(people.admit(here, room), null);
  for (let i = 0; i < 45; i++) people.enter(`192.0.2.${2 + i}`, room);
  assertEquals([people.admit(here, room), people.admit("192.0.2.2", room)], [many, null]);
});

Deno.test("ConnectionLimits: an IPv6 site is one source; this machine is none, unless proxies name who comes", () => {
  const people = open({ perAddress: 1 });
  people.enter("2001:db8::1", room);
  assertEquals(people.admit("2001:0DB8:0:0:ffff::2", room), many);
  assertEquals(people.admit("2001:db8:0:1::1", room), null);
  people.enter("::ffff:192.0.2.1", room);
  assertEquals(people.admit(here, room), many);
  for (const [loopbackFree, answer] of [[true, null], [false, many]] as const) {
    const own = open({ perAddress: 1, loopbackFree });
    for (const address of ["127.0.0.1", "::1", "::ffff:127.0.0.1"]) own.enter(address, room);
    assertEquals([own.admit("127.0.0.1", room), own.admit("::1", room)], [answer, answer]);
  }
});

Deno.test("ConnectionLimits: joins are counted by the minute, rooms by the hour, faults by themselves", () => {
  let now = 1e12;
  const people = open({ joins: 4, rooms: 2, faults: 3 }, connectionMemory(1), () => now);
  people.enter("192.0.2.7", room);
  const rooms = () => [1, 2, 3].map(() => people.admit(here, fresh()));
  assertEquals(rooms(), [null, null, many]);
  // The one that was refused for its room has counted as a join all the same.
  assertEquals([people.admit(here, room), people.admit(here, room)], [null, many]);
  assertEquals(people.admit("192.0.2.2", fresh()), null);
  assertEquals([1, 2, 3, 4].map(() => people.countFault(here)), [true, true, true, false]);
  now += 60_000;
  assertEquals([people.admit(here, room), people.admit(here, fresh())], [null, many]);
  assertEquals(people.countFault(here), true);
  now += 3_600_000;
  assertEquals(people.admit(here, fresh()), null);
});

Deno.test("F15: a clock that jumps, either way, locks nobody out", () => {
  let now = 1e12;
  const people = open({ joins: 2 }, connectionMemory(1), () => now);
  for (const jump of [0, -3_600_000, 7_200_000, -86_400_000]) {
    now += jump;
    assertEquals([1, 2, 3].map(() => people.admit(here, room)), [null, null, many], `${jump}`);
  }
});

Deno.test("ConnectionLimits: isolates that share the memory share the limits", () => {
  const memory = connectionMemory(1);
  const limits = { sockets: 6, perAddress: 2, joins: 5 };
  const [one, other] = [open(limits, memory), open(limits, memory)];
  const leave = one.enter(here, room);
  other.enter(here, room);
  assertEquals(one.admit(here, room), many);
  leave();
  assertEquals(other.admit(here, room), null);
  for (let i = 0; i < 4; i++) one.admit(here, room);
  assertEquals(other.admit(here, room), many);
  for (let i = 0; i < 5; i++) one.enter("192.0.2.2", room);
  assertEquals(other.admit("192.0.2.3", room), "too_many");
});

Deno.test("ConnectionLimits: ROOMS_PER_ADDRESS counts a room once, whoever of it joins by whichever isolate", () => {
  const memory = connectionMemory(1);
  let now = 1e12;
  const isolates = [1, 2, 3, 4].map(() => open({ rooms: 2 }, memory, () => now));
  const join = (name: string) =>
    isolates.map((isolate) => {
      const full = isolate.admit(here, name);
      return full ?? isolate.enter(here, name);
    });
  const leaves = [...join(room), ...join(room)].filter((one) => typeof one === "function");
  assertEquals(leaves.length, 8);
  assertEquals(join(fresh()).includes(many), false);
  assertEquals(join(fresh()), [many, many, many, many]);
  // All of them lost their Wi-Fi, and come back to the room that they opened.
  for (const leave of leaves) leave();
  now += 60_000;
  assertEquals(join(room).includes(many), false);
});
