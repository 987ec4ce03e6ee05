import { assert, assertEquals, assertMatch } from "@std/assert";
import { call, type Caller } from "../harness/upgrade.ts";
import { forgetPeak, memoryOf } from "../harness/memory.ts";
import { join, meet } from "../harness/socket_page.ts";
import { type Process, start } from "../harness/process.ts";
import { closeCode, frame } from "../harness/tcp_client.ts";
import { serve } from "../harness/service.ts";

const room = "r".repeat(22);
const offer = (to: string, size = 8) =>
  frame(0x81, `{"type":"client-offer","to":"${to}","sealed":"${"A".repeat(size)}"}`);
const part = (first: number, length: readonly number[]) =>
  Uint8Array.of(first, ...length, 0, 0, 0, 0);

/** Waits for what is said of a member, whatever else comes before. */
async function hearsOf(witness: Caller, form: RegExp): Promise<void> {
  for (;;) {
    const heard = await witness.hears();
    assert(heard !== null, `the witness was dropped before ${form}`);
    if (form.test(heard)) return;
  }
}

const wrong: [string, () => Uint8Array[]][] = [
  ["B28: text that ends inside a character", () => [frame(0x81, Uint8Array.of(0x22, 0xe9, 0x9d))]],
  ["B28: an overlong slash", () => [frame(0x81, Uint8Array.of(0xc0, 0xaf))]],
  ["B28: half a character in one fragment, none in the next", () => [
    frame(0x01, Uint8Array.of(0xe9)),
    frame(0x80, "x"),
  ]],
  ["B30: the second and the third reserved bit", () => [frame(0xa1, "{}")]],
  ["B30: a reserved control opcode", () => [frame(0x8b, "x")]],
  ["B30: a close frame of one byte", () => [frame(0x88, "x")]],
  ["B30: a close code that nobody may send", () => [frame(0x88, Uint8Array.of(0x03, 0xed))]],
  ["B30: a close reason that is not UTF-8", () => [frame(0x88, Uint8Array.of(3, 232, 0xed, 0xa0))]],
  ["B31: a declared length of 65 MiB", () => [part(0x81, [0xff, 0, 0, 0, 0, 4, 16, 0, 0])]],
  ["B31: a declared length of 200 MiB", () => [part(0x81, [0xff, 0, 0, 0, 0, 12, 128, 0, 0])]],
];
for (const [name, frames] of wrong) {
  Deno.test(`${name}: dropped, and told to the room as away, once`, async () => {
    await using server = await serve();
    using witness = await call(server.port, room);
    using raw = await call(server.port, room);
    await witness.hears();
    for (const one of frames()) await raw.send(one).catch(() => {});
    await raw.send(offer(witness.id)).catch(() => {});
    assertMatch(
      await witness.hears() ?? "",
      new RegExp(`^\\{"type":"client-away","from":"${raw.id}"`),
    );
    // Known: without a close frame, but for those that begin the closing themselves.
    const code = closeCode(await raw.frame(8));
    assert(code === null || name.startsWith("B30: a close"), `${code}`);
    assertEquals(server.hub.sockets, 1);
  });
}

/** A process whose limits on messages are out of the way, and two who talk there. */
async function attacked(run: (server: Process, port: number) => Promise<void>): Promise<void> {
  await using server = await start({
    env: { ALLOW_NO_ORIGIN: "1", RATE_BYTES: "1000000000", RATE_MESSAGES: "10000000" },
  });
  const port = Number(new URL(server.address).port);
  // As browsers they answer pings all the time, however long the attack takes.
  using one = await join(server.address, "honest".padEnd(22, "-"));
  using other = await join(server.address, "honest".padEnd(22, "-"));
  await meet(one, other);
  assert(await forgetPeak(server.pid) > 0);
  await run(server, port);
  for (let at = 0; at < 100; at++) {
    one.say({ type: "client-offer", to: other.id, sealed: "c2VhbGVk" });
    await other.hears(new RegExp(`"client-offer","from":"${one.id}"`));
  }
  assertEquals(/"level":"error"/.test(server.errors()), false, server.errors());
}

Deno.test("B32: a message of 60 MiB is 1009, and its memory comes back", async () => {
  await attacked(async (server, port) => {
    using witness = await call(port, room);
    using raw = await call(port, room);
    await witness.hears();
    const size = 60 << 20;
    await raw.send(part(0x81, [0xff, 0, 0, 0, 0, size >>> 24, size >> 16 & 255, 0, 0]));
    const chunk = new Uint8Array(1 << 20).fill(0x78);
    for (let at = 0; at < 60; at++) await raw.send(chunk);
    assertEquals(closeCode(await raw.frame(8)), 1009);
    await hearsOf(witness, new RegExp(`client-leave","from":"${raw.id}`));
    assert(await memoryOf(server.pid, "VmHWM") < 480, "it came near to the guard");
  });
});

Deno.test("B33: a million empty fragments and 100,000 of one byte cost less than 50 MB", async () => {
  await attacked(async (server, port) => {
    using raw = await call(port, room);
    const before = await forgetPeak(server.pid);
    await raw.send(frame(0x01, ""));
    const many = (one: Uint8Array, count: number) => {
      const all = new Uint8Array(one.length * count);
      for (let at = 0; at < count; at++) all.set(one, at * one.length);
      return all;
    };
    for (let at = 0; at < 100; at++) await raw.send(many(frame(0x00, ""), 10_000));
    await raw.send(many(frame(0x00, "x"), 100_000));
    // All of it has been read when the end of it is answered.
    await raw.send(frame(0x80, ""));
    assertEquals(closeCode(await raw.frame(8)), 1009);
    const more = await memoryOf(server.pid, "VmHWM") - before;
    assert(more < 50, `${more} MiB`);
  });
});

Deno.test("B35: 100,000 pings and pongs are the engine's own affair: nobody else notices", async () => {
  await attacked(async (_server, port) => {
    using raw = await call(port, room);
    const some = Uint8Array.from(Array.from({ length: 1000 }, () => [...frame(0x89, "")]).flat());
    const pongs = Uint8Array.from(Array.from({ length: 1000 }, () => [...frame(0x8a, "")]).flat());
    for (let at = 0; at < 50; at++) {
      await raw.send(some);
      await raw.send(pongs);
    }
    await raw.send(frame(0x81, "{"));
    assertMatch(await raw.hears() ?? "", /bad_json/);
  });
});

Deno.test("B38, F9: who stops reading is taken out at 1 MiB of waiting mail, and the room hears of it", async () => {
  await attacked(async (server, port) => {
    using witness = await call(port, room);
    const flooder = await call(port, room);
    using deaf = await call(port, room);
    const pongs = flooder.frame(8);
    const before = await forgetPeak(server.pid);
    const heavy = offer(deaf.id, 32_000);
    const gone = hearsOf(witness, new RegExp(`client-leave","from":"${deaf.id}`));
    let told = false;
    gone.then(() => told = true);
    let sent = 0;
    for (; !told && sent < 5000; sent++) await flooder.send(heavy);
    await gone;
    flooder[Symbol.dispose]();
    await pongs;
    await server.logs(/"event":"slow_reader"/);
    const more = await memoryOf(server.pid, "VmHWM") - before;
    // Without the limit it would be all that was sent, 160 MiB; passing it on leaves garbage.
    assert(more < 80, `${more} MiB`);
  });
});

Deno.test("B64: valid messages at the limit of size: 256 KiB a second pass, the rest is told", async () => {
  await using server = await serve();
  using witness = await call(server.port, room);
  using raw = await call(server.port, room);
  await witness.hears();
  const heavy = offer(witness.id, 32_000);
  // More than pass on any machine, and less than the burst of 200 messages with the leave.
  const count = 150;
  for (let at = 0; at < count; at++) await raw.send(heavy);
  await raw.send(frame(0x81, '{"type":"client-leave"}'));
  let relayed = 0;
  for (;;) {
    const heard = await witness.hears();
    if (heard?.includes("client-leave")) break;
    assert(heard?.includes("client-offer"), `${heard}`);
    relayed++;
  }
  // Twice a second's worth at once; while it is read more may pass.
  assert(relayed >= 16 && relayed < count, `${relayed}`);
  for (let refused = relayed; refused < count; refused++) {
    assertMatch(await raw.hears() ?? "", /"rate_limited","retryAfter":1/);
  }
});
