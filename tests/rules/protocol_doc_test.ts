import { assert, assertEquals } from "@std/assert";
import { readChatHistory } from "../../client/call/messages/chat_history.ts";
import {
  readFileChannelMessage,
  readFileControl,
} from "../../client/call/messages/file_control.ts";
import { readControlMessage } from "../../client/call/messages/group_control.ts";
import { envelopes } from "../../client/call/messages/negotiation.ts";
import { read } from "../../client/call/messages/read.ts";
import { readEndpointControl } from "../../client/call/messages/endpoint_control.ts";
import { readWatchingControl } from "../../client/call/messages/watching_control.ts";
import { readChannelMessage } from "../../client/call/messages/peer_channel.ts";
import {
  audienceShapes,
  clientShapes,
  decodeAudience,
  decodeClient,
  decodeEndpoint,
  decodeServer,
  endpointShapes,
  serverShapes,
  VERDICTS,
} from "../../protocol/mod.ts";

/** How each kind of block in PROTOCOL.md is decoded. */
const decoders: Readonly<Record<string, (json: string) => unknown>> = {
  server: (json) => unwrap(decodeServer(json)),
  client: (json) => unwrap(decodeClient(json)),
  "endpoint-control": readEndpointControl,
  watching: readWatchingControl,
  audience: (json) => unwrap(decodeAudience(json)),
  endpoint: (json) => unwrap(decodeEndpoint(json)),
  "client-offer": (json) => read(envelopes["client-offer"], json),
  "client-answer": (json) => read(envelopes["client-answer"], json),
  "client-candidate": (json) => read(envelopes["client-candidate"], json),
  channel: readChannelMessage,
  control: readControlMessage,
  history: readChatHistory,
  file: readFileControl,
  "file-channel": readFileChannelMessage,
};

const text = await Deno.readTextFile(
  new URL("../../PROTOCOL.md", import.meta.url),
);
const blocks = [...text.matchAll(/```json ([\w-]+)\n([\s\S]*?)\n```/g)];

Deno.test("PROTOCOL.md: every JSON block of PROTOCOL.md decodes to exactly what it says", () => {
  for (const [, kind = "", json = ""] of blocks) {
    assertEquals(decoders[kind]?.(json), JSON.parse(json), `${kind}: ${json}`);
  }
});

Deno.test("PROTOCOL.md: it shows every message of both directions", () => {
  for (
    const [direction, shapes] of [
      ["server", serverShapes],
      ["client", clientShapes],
      ["endpoint", endpointShapes],
      ["audience", audienceShapes],
    ] as const
  ) {
    const shown = blocks.filter(([, kind]) => kind === direction).map((
      [, , json = ""],
    ) => JSON.parse(json).type);
    for (const type of Object.keys(shapes)) {
      assert(shown.includes(type), `${direction} ${type}`);
    }
  }
  assertEquals(blocks.length, text.match(/```json/g)?.length);
});

function unwrap<T>(
  decoded: { ok: true; message: T } | { ok: false; code: string },
): T | string {
  return decoded.ok ? decoded.message : decoded.code;
}

Deno.test("PROTOCOL.md: it explains every verdict of a report, and no other", () => {
  const table = text.slice(text.indexOf("| `verdict`")).split("\n\n")[0] ?? "";
  const told = [...table.matchAll(/^\| `(\w+)` /gm)].map(([, word]) => word);
  assertEquals(told, ["verdict", ...VERDICTS]);
});
