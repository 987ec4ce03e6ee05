import { assertEquals } from "@std/assert";
import { readSource } from "../harness/sources.ts";

/**
 * Words of the protocol `rtc.v1`, page to page and page to server: the types of all messages and the
 * names of all fields. Whoever changes this list makes another version of the protocol.
 */
const TYPES = [
  "about",
  "admit",
  "ask-mute",
  "audience",
  "bandwidth-probe",
  "bandwidth-report",
  "beat",
  "bye",
  "chat",
  "chat-history",
  "chat-history-ask",
  "chat-received",
  "chat-signature",
  "client-answer",
  "client-avoid",
  "client-away",
  "client-beat",
  "client-call",
  "client-candidate",
  "client-endpoint",
  "client-endpoint-answer",
  "client-endpoint-end",
  "client-endpoint-refuse",
  "client-ice",
  "client-leave",
  "client-offer",
  "client-report",
  "client-serve",
  "client-standing-offer",
  "deny",
  "draining",
  "endpoint-candidate",
  "endpoint-end",
  "endpoint-offer",
  "file-accept",
  "file-ack",
  "file-block",
  "file-digest",
  "file-end",
  "file-offer",
  "file-received",
  "forward",
  "ice",
  "invite",
  "key-frame",
  "lock",
  "move",
  "moved",
  "players",
  "reaction",
  "recording",
  "refused",
  "sas-reveal",
  "send-level",
  "serves",
  "studio",
  "studio-live",
  "viewer-chat",
  "viewer-line",
  "viewer-say",
  "want",
  "welcome",
];
const FIELDS = [
  "about",
  "address",
  "at",
  "avoids",
  "away",
  "beat",
  "body",
  "by",
  "camera",
  "candidate",
  "candidates",
  "chosen",
  "code",
  "commit",
  "connected",
  "connection",
  "count",
  "credential",
  "digest",
  "fingerprint",
  "forwarded",
  "from",
  "gapMs",
  "hand",
  "hands",
  "height",
  "iceServers",
  "iceTtl",
  "id",
  "identityKey",
  "index",
  "inside",
  "key",
  "kind",
  "known",
  "level",
  "limit",
  "lock",
  "members",
  "mic",
  "mid",
  "name",
  "offer",
  "offered",
  "offers",
  "offset",
  "on",
  "padding",
  "path",
  "protocol",
  "rate",
  "retryAfter",
  "screen",
  "sdp",
  "sealed",
  "secret",
  "seq",
  "serving",
  "session",
  "sessionId",
  "setup",
  "signature",
  "size",
  "speaker",
  "text",
  "to",
  "token",
  "topic",
  "type",
  "urls",
  "username",
  "verdict",
  "version",
  "viewer",
  "viewers",
  "without",
  "writer",
];

const SCHEMAS = [
  "protocol/schema.ts",
  "protocol/client.ts",
  "protocol/endpoint.ts",
  "protocol/audience.ts",
  "client/call/messages/about.ts",
  "client/call/messages/negotiation.ts",
  "client/call/messages/peer_channel.ts",
  "client/call/messages/chat_history.ts",
  "client/call/messages/group_control.ts",
  "client/call/messages/file_control.ts",
  "client/call/messages/endpoint_control.ts",
  "client/call/messages/watching_control.ts",
];

Deno.test("wire words: types and fields of all messages are those of the list", async () => {
  const types = new Set<string>();
  const fields = new Set<string>();
  for (const path of SCHEMAS) {
    const text = await readSource(path);
    for (const [, type = ""] of text.matchAll(/\bliteral\("([^"]+)"\)/g)) types.add(type);
    for (const field of fieldsIn(text)) fields.add(field);
  }
  assertEquals([...types].sort(), TYPES);
  assertEquals([...fields].filter((one) => !TYPES.includes(one)).sort(), FIELDS.filter(notType));
});

Deno.test("wire words: fields are found in every form that a schema has", () => {
  const planted = "const a = object({ type: literal('x'), b, ...c, d: text(3) });\n" +
    "const head = { e, to: text(2) };";
  assertEquals(fieldsIn(planted), ["type", "b", "d", "e", "to"]);
});

const notType = (word: string) => !TYPES.includes(word);

/** Keys of the objects that schemas are made of, and of the head of every envelope. */
function fieldsIn(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
  const objects = [...code.matchAll(/(?:object\(|\bhead = )\{/g)].map(({ index, 0: { length } }) =>
    balanced(code, index + length)
  );
  return objects.flatMap((inside) => {
    const flat = flattened(inside);
    return flat.split(",").map((one) => one.split(":")[0]?.trim() ?? "")
      .filter((one) => /^\w+$/.test(one));
  });
}

/** The text up to the brace that closes. */
function balanced(text: string, from: number): string {
  let depth = 1;
  let at = from;
  for (; at < text.length && depth > 0; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}") depth--;
  }
  return text.slice(from, at - 1);
}

/** The same without anything in inner brackets. */
function flattened(text: string): string {
  const inner = /\([^()]*\)|\{[^{}]*\}|\[[^[\]]*\]/g;
  for (let before = ""; before !== text;) {
    before = text;
    text = text.replace(inner, "");
  }
  return text;
}
