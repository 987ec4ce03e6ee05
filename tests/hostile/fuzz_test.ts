import { assert, assertEquals } from "@std/assert";
import { decodeClient, decodeServer } from "../../protocol/mod.ts";
import { seeded } from "../fakes/seeded_random.ts";
import { id, openFakeHub } from "../fakes/server_socket.ts";

/** `FUZZ=100000` runs the whole number; each run of a seed is the same. */
const TIMES = Number(Deno.env.get("FUZZ") ?? 5000);
const SEED = Number(Deno.env.get("SEED") ?? 1);

const [ann, bo] = [id("ann"), id("bo")];
const sealed = "c2VhbGVk";
const servers = [{ urls: ["turn:a"], username: "u", credential: "c" }, { urls: ["stun:b"] }];
const RIGHT: readonly Record<string, unknown>[] = [
  { type: "client-call" },
  { type: "client-call", to: bo },
  ...["client-offer", "client-answer", "client-candidate"].map((type) => ({
    type,
    to: bo,
    sealed,
  })),
  { type: "client-leave" },
  { type: "client-ice" },
  { type: "client-report", path: "direct", protocol: "udp", setup: "0.5", verdict: "connected" },
  { type: "welcome", version: 1, id: ann, members: [bo], iceServers: servers, iceTtl: 600 },
  { type: "ice", iceServers: servers, iceTtl: 0 },
  { type: "refused", code: "no_such_peer", to: bo },
  { type: "draining", retryAfter: 1 },
  { type: "client-call", from: ann, to: bo },
  { type: "client-offer", from: ann, sealed },
];

const ODD: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  -0,
  "",
  "\0",
  "\ufeff",
  "\u202e",
  "\ud800",
  "__proto__",
  "constructor",
  "面".repeat(22),
  "A".repeat(22),
  "A".repeat(32_770),
  "*.>",
  "a\r\nb",
  "\x1b[31m",
  "SET a b\r\n",
  [],
  [[]],
  {},
  { __proto__: null },
  { constructor: { prototype: { polluted: 1 } } },
  new Array(65).fill(0),
];

/** A right message with something wrong in it, as text, or bytes that are hardly a message. */
function mutant(next: () => number): string {
  const pick = <T>(from: readonly T[]): T => {
    const one = from[Math.floor(next() * from.length)];
    if (one === undefined) throw new Error("nothing to pick from");
    return one;
  };
  let value = { ...pick(RIGHT) };
  const keys = Object.keys(value);
  for (let n = Math.floor(next() * 3); n > 0; n--) {
    const key = pick([...keys, ...keys, "from", "__proto__", "constructor", "toString", "x"]);
    const how = next();
    if (how < 0.2) delete value[key];
    else if (how < 0.4) value = { ...pick(RIGHT), ...value };
    else {
      // Assigning to `__proto__` would not make a field of it.
      Object.defineProperty(value, key, {
        value: pick(ODD),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
  }
  let text = JSON.stringify(value);
  if (next() < 0.1) text = text.replace("{", '{"__proto__":{"polluted":1},');
  if (next() < 0.1) text = text.replace("{", `{"x":${pick(["[", '{"a":']).repeat(next() * 9)}`);
  if (next() < 0.2) {
    const at = Math.floor(next() * text.length);
    const cut = Math.floor(next() * 3);
    text = text.slice(0, at) + pick(['"', "{", "}", "\\", ",", "\0", "1", ""]) +
      text.slice(at + cut);
  }
  return next() < 0.02 ? pick([" ", "\n", "\ufeff"]) + text : text;
}

const shapeOfObject = () =>
  JSON.stringify(Object.getOwnPropertyNames(Object.prototype).toSorted()) +
  Object.keys({}).length + Object.keys([]).length;

Deno.test(`B88: ${TIMES} messages of seed ${SEED}: no throw, what passes is right, all answers occur`, () => {
  const before = shapeOfObject();
  const next = seeded(SEED);
  const seen = new Map<string, number>();
  for (let n = 0; n < TIMES; n++) {
    const frame = mutant(next);
    for (const [side, decode] of [["page", decodeClient], ["server", decodeServer]] as const) {
      const result = decode(frame);
      const what = `${side} ${result.ok ? result.message.type : result.code}`;
      seen.set(what, (seen.get(what) ?? 0) + 1);
      if (!result.ok) continue;
      // What was let through passes again just as it is, and says nothing but what is listed.
      assertEquals<unknown>(decode(JSON.stringify(result.message)), result, frame);
      assert(!Object.hasOwn(result.message, "__proto__") && !Object.hasOwn(result.message, "x"));
    }
  }
  assertEquals(shapeOfObject(), before);
  assertEquals("polluted" in {}, false);
  const codes = ["bad_json", "bad_message", "unknown_type"];
  const wanted = [
    ...[...codes, "client-call", "client-offer", "client-answer", "client-candidate"]
      .map((what) => `page ${what}`),
    ...["client-leave", "client-ice", "client-report"].map((what) => `page ${what}`),
    ...[...codes, "welcome", "ice", "refused", "draining", "client-call", "client-offer"]
      .map((what) => `server ${what}`),
  ];
  assertEquals(wanted.filter((what) => !seen.has(what)), []);
});

Deno.test("B88: the same in a room: nobody is put out but its sender, and nothing is a fault of ours", () => {
  const free = { messages: 1e9, burst: 1e9, bytes: 1e12, malformed: 1e9, ices: 1e9, reports: 1e9 };
  const { enter, logged, hub } = openFakeHub({ ...free, candidates: 1e9 });
  const room = id("room");
  const other = enter(room, bo);
  let socket = enter(room, ann);
  const next = seeded(SEED + 1);
  let left = 0;
  for (let n = 0; n < TIMES; n++) {
    socket.hear(mutant(next));
    socket.take();
    // All that the other hears decodes, and comes from nobody but this sender.
    for (const message of other.take()) {
      if ("from" in message) assertEquals(message.from, ann);
      else assertEquals(message.type, "welcome");
    }
    if (socket.closedWith === null) continue;
    assert(socket.closedWith === 1000 || socket.closedWith === 1009, `${socket.closedWith}`);
    left++;
    socket = enter(room, ann);
  }
  assert(left > 0, "nobody ever said client-leave");
  assertEquals([other.closedWith, logged, hub.sockets], [null, [], 2]);
});
