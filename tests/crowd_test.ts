import { assertEquals } from "@std/assert";
import { crowd, crowdMemory, network } from "../routes/crowd.ts";

Deno.test("sockets are counted in all and by address, and given back once", () => {
  const people = crowd(3, 2);
  const leave = people.enter("192.0.2.1");
  people.enter("192.0.2.1");
  assertEquals(people.check("192.0.2.1"), "too_many_from_address");
  assertEquals(people.check("192.0.2.2"), null);
  people.enter("127.0.0.1");
  assertEquals(people.check("192.0.2.2"), "too_many");
  leave();
  leave();
  assertEquals(people.check("192.0.2.1"), null);
  people.enter("192.0.2.9");
  assertEquals(people.check("192.0.2.9"), "too_many");
  assertEquals(crowd(9, 0).check("192.0.2.1"), null);
});

Deno.test("an IPv6 site is one source, a proxy on this machine is none", () => {
  assertEquals(network("2001:db8::1"), network("2001:0DB8:0:0:ffff::2"));
  assertEquals(network("2001:db8:0:1::1") === network("2001:db8::1"), false);
  assertEquals(network("::ffff:192.0.2.1"), "192.0.2.1");
  assertEquals([network("127.0.0.1"), network("::1"), network("::ffff:127.0.0.9")], [
    null,
    null,
    null,
  ]);
  const people = crowd(100, 1);
  people.enter("127.0.0.1");
  people.enter("127.0.0.1");
  assertEquals(people.check("127.0.0.1"), null);
});

Deno.test("isolates that share the memory share the limits", () => {
  const memory = crowdMemory();
  const [one, other] = [crowd(3, 2, memory), crowd(3, 2, memory)];
  const leave = one.enter("192.0.2.1");
  other.enter("192.0.2.1");
  assertEquals(one.check("192.0.2.1"), "too_many_from_address");
  one.enter("192.0.2.2");
  assertEquals(other.check("192.0.2.3"), "too_many");
  leave();
  assertEquals(other.check("192.0.2.1"), null);
});
