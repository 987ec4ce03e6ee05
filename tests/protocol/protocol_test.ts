import { assertEquals } from "@std/assert";
import { decodeClient, decodeServer, MAX_SEALED_CHARS } from "../../protocol/mod.ts";
import { base64url, integer, list, object, optional, text } from "../../protocol/shape.ts";
import { id } from "../fakes/server_socket.ts";

const to = id("to");
const from = id("from");
const sealed = "c2VhbGVk";

const fromClient: Record<string, unknown>[] = [
  { type: "client-call" },
  { type: "client-call", to },
  { type: "client-offer", to, sealed },
  { type: "client-answer", to, sealed },
  { type: "client-candidate", to, sealed },
  { type: "client-leave" },
  { type: "client-ice" },
  { type: "client-report", path: "none", verdict: "relay_refused" },
  { type: "client-report", path: "direct", protocol: "udp", setup: "0.5", verdict: "connected" },
];
const fromServer: Record<string, unknown>[] = [
  { type: "welcome", version: 1, id: to, members: [from], iceServers: [] },
  {
    type: "welcome",
    version: 1,
    id: to,
    members: [],
    iceServers: [{ urls: ["turn:a"], username: "u", credential: "c" }, {
      urls: ["stun:b"],
    }],
    iceTtl: 600,
  },
  { type: "ice", iceServers: [{ urls: ["stun:b"] }] },
  { type: "ice", iceServers: [], iceTtl: 0 },
  { type: "refused", code: "no_such_peer", to },
  { type: "refused", code: "rate_limited", retryAfter: 1 },
  { type: "draining", retryAfter: 0 },
  { type: "client-call", from },
  { type: "client-call", from, to },
  { type: "client-offer", from, sealed },
  { type: "client-answer", from, sealed },
  { type: "client-candidate", from, sealed },
  { type: "client-leave", from },
];
const sides = [
  { side: "client", messages: fromClient, decode: decodeClient },
  { side: "server", messages: fromServer, decode: decodeServer },
] as const;

for (const { side, messages, decode } of sides) {
  Deno.test(`Protocol: every ${side} message decodes to itself`, () => {
    for (const message of messages) {
      assertEquals<unknown>(decode(JSON.stringify(message)), { ok: true, message });
    }
  });

  Deno.test(`Protocol: every ${side} message with one field of a wrong type is bad_message`, () => {
    for (const message of messages) {
      for (const field of Object.keys(message)) {
        for (
          const wrong of [
            null,
            1.5,
            -1,
            {},
            [],
            [[]],
            true,
            "",
            "NaN!",
            "x".repeat(70_000),
          ]
        ) {
          // An empty list of members or servers is a right one.
          if (JSON.stringify(wrong) === "[]" && Array.isArray(message[field])) {
            continue;
          }
          const code = field === "type" && typeof wrong === "string"
            ? "unknown_type"
            : "bad_message";
          const changed = JSON.stringify({ ...message, [field]: wrong });
          assertEquals(
            decode(changed),
            { ok: false, code },
            `${field} of ${changed.slice(0, 80)}`,
          );
        }
      }
    }
  });

  Deno.test(`Protocol: a ${side} message without one of its fields is bad_message`, () => {
    const optionals = [
      "to of client-call",
      "to of refused",
      "retryAfter of refused",
      "iceTtl of welcome",
      "iceTtl of ice",
      "protocol of client-report",
      "setup of client-report",
    ];
    for (const message of messages) {
      for (const field of Object.keys(message)) {
        if (optionals.includes(`${field} of ${message.type}`)) continue;
        const { [field]: _, ...rest } = message;
        assertEquals(decode(JSON.stringify(rest)), {
          ok: false,
          code: "bad_message",
        }, field);
      }
    }
  });
}

Deno.test("Protocol: what is not JSON is bad_json, what is no message is bad_message", () => {
  for (
    const frame of [
      "{",
      "",
      "\ufeff{}",
      "\0",
      "{'type':1}",
      "undefined",
      "[1,",
      "NaN!",
    ]
  ) {
    assertEquals(decodeClient(frame), { ok: false, code: "bad_json" }, frame);
  }
  for (
    const frame of [
      "null",
      "[]",
      '"x"',
      "1e400",
      "{}",
      "7",
      '{"type":null}',
      '[{"type":"x"}]',
    ]
  ) {
    assertEquals(
      decodeClient(frame),
      { ok: false, code: "bad_message" },
      frame,
    );
  }
});

Deno.test("Protocol: names that every object has are unknown types, not messages", () => {
  for (
    const type of [
      "__proto__",
      "constructor",
      "toString",
      "hasOwnProperty",
      "welcome",
      "",
    ]
  ) {
    assertEquals(decodeClient(JSON.stringify({ type })), {
      ok: false,
      code: "unknown_type",
    }, type);
  }
});

Deno.test("Protocol: unknown fields are dropped, `from` of one's own with them", () => {
  const frame = `{"type":"client-offer","to":"${to}","sealed":"${sealed}","from":"${from}","x":{}}`;
  assertEquals(decodeClient(frame), {
    ok: true,
    message: { type: "client-offer", to, sealed },
  });
});

Deno.test("Protocol: a field that is only inherited does not count, and __proto__ changes nothing", () => {
  const frame = `{"__proto__":{"to":"${to}","sealed":"${sealed}"},"type":"client-offer"}`;
  assertEquals(decodeClient(frame), { ok: false, code: "bad_message" });
  const polluted = decodeClient(
    '{"type":"client-leave","__proto__":{"polluted":1}}',
  );
  assertEquals(polluted, { ok: true, message: { type: "client-leave" } });
  assertEquals("polluted" in {}, false);
});

Deno.test("Protocol: ids are 22 characters of base64url", () => {
  const wrong = [
    to.slice(1),
    `${to}x`,
    ` ${to.slice(1)}`,
    `${to.slice(1)}\n`,
    `${to.slice(1)}*`,
  ];
  for (
    const one of [
      ...wrong,
      `${to.slice(2)}..`,
      `${to.slice(1)}>`,
      `${to.slice(1)}\0`,
      "é".repeat(22),
    ]
  ) {
    const frame = JSON.stringify({ type: "client-call", to: one });
    assertEquals(decodeClient(frame), { ok: false, code: "bad_message" }, one);
  }
});

Deno.test("base64url: the alphabet, the length, no padding, no white space", () => {
  const shape = base64url(8);
  for (const right of ["AA", "AAA", "AAAA", "_-_-", "AAAAAAAA"]) {
    assertEquals(shape(right), right);
  }
  for (
    const wrong of [
      "",
      "A",
      "AAAAA",
      "AA==",
      "AA AA",
      "AA\nA",
      "A+",
      "A/",
      '"A',
      "AAAAAAAAA",
      "éé",
    ]
  ) {
    assertEquals(shape(wrong), undefined, wrong);
  }
});

Deno.test("Protocol: a sealed body may have so many characters and not one character more", () => {
  const frame = (size: number) =>
    JSON.stringify({ type: "client-offer", to, sealed: "A".repeat(size) });
  assertEquals(decodeClient(frame(MAX_SEALED_CHARS)).ok, true);
  assertEquals(decodeClient(frame(MAX_SEALED_CHARS + 2)).ok, false);
});

Deno.test("shapes: bounds are inclusive", () => {
  assertEquals([0, 1, 2, 3, 1.5, "1"].map(integer(1, 2)), [
    undefined,
    1,
    2,
    undefined,
    undefined,
    undefined,
  ]);
  assertEquals(["ab", "abc", 1].map(text(2)), ["ab", undefined, undefined]);
  assertEquals(list(text(1), 2)(["a", "b"]), ["a", "b"]);
  assertEquals(list(text(1), 2)(["a", "b", "c"]), undefined);
  assertEquals(list(text(1), 2)(["a", 1]), undefined);
  assertEquals(object({ a: optional(text(1)) })([]), undefined);
  assertEquals(object({ a: optional(text(1)) })({ b: 1 }), {});
  assertEquals(object({ a: optional(text(1)) })({ a: 1 }), undefined);
});

Deno.test("Protocol: the short way of relayed messages comes to what the long way comes to", () => {
  // A space after the first brace is enough to go the long way.
  const long = (frame: string) => decodeClient(frame.replace("{", "{ "));
  const right = JSON.stringify({ type: "client-offer", to, sealed });
  const frames = [
    right,
    right.replace("offer", "answer"),
    right.replace("offer", "candidate"),
    right.replace("offer", "call"),
    right.replace(to, to.slice(1)),
    right.replace(to, `${to.slice(1)}*`),
    right.replace(to, `${to}x`),
    right.replace(sealed, ""),
    right.replace(sealed, "A"),
    right.replace(sealed, `${sealed}=`),
    right.replace(sealed, `${sealed}\\n`),
    right.replace(sealed, `${sealed}","to":"x`),
    right.replace(sealed, `${sealed}","sealed":"AAAA`),
    right.replace(sealed, "A".repeat(MAX_SEALED_CHARS + 4)),
    right.replace('"}', '","from":"x"}'),
    right.replace('"}', '"} '),
    right.replace('"}', '"}}'),
    right.slice(0, -1),
    right.slice(0, -2),
    `${right}${right}`,
    '{"type":"client-offer","to":"',
    '{"type":"client-offer","to":"","sealed":""}',
  ];
  for (const frame of frames) assertEquals(decodeClient(frame), long(frame), frame.slice(0, 200));
  assertEquals(frames.filter((frame) => decodeClient(frame).ok).length, 7);
});
