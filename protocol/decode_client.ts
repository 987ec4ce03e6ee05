// Apart from what the server says: a page carries no decoder for what it sends.
import { type ClientMessage, clientShapes } from "./client.ts";
import { decode, type Decoded } from "./decode.ts";
import { MAX_JSON } from "./limits.ts";
import { id, sealed } from "./schema.ts";
import type { Shape } from "./shape.ts";

const fromClient = new Map<string, Shape<ClientMessage>>(Object.entries(clientShapes));

/** Decodes a frame that a page sent. Never throws. */
export function decodeClient(frame: string): Decoded<ClientMessage> {
  const message = forwarded(frame);
  if (message) return { ok: true, message };
  return isPlain(frame) ? decode(fromClient, frame) : { ok: false, code: "bad_message" };
}

/**
 * True if JSON is no deeper and no wider than any message: told from the text, before a parser
 * makes anything of it, and without recursion. Text that is no JSON may pass: the parser refuses it.
 */
function isPlain(frame: string): boolean {
  // How many more keys or items each open object or array may have.
  const open: number[] = [];
  for (let at = 0; at < frame.length; at++) {
    const sign = frame[at];
    if (sign === '"') {
      while (++at < frame.length && frame[at] !== '"') if (frame[at] === "\\") at++;
    } else if (sign === "{" || sign === "[") {
      const limit = sign === "{" ? MAX_JSON.keys : MAX_JSON.items;
      if (open.push(limit) > MAX_JSON.depth) return false;
    } else if (sign === "}" || sign === "]") {
      open.pop();
    } else if (sign === ",") {
      const left = (open.pop() ?? 2) - 1;
      if (left === 0) return false;
      open.push(left);
    }
  }
  return true;
}

const KINDS = ["client-offer", "client-answer", "client-candidate"] as const;
const forms = KINDS.map((type) => ({ type, head: `{"type":"${type}","to":"` }));
const MIDDLE = '","sealed":"';
const END = '"}';

/**
 * Decodes a forwarded message in the very form that `JSON.stringify` gives it: nothing in it can be
 * escaped, so it takes no parser and no copy. Any other form is decoded as JSON.
 */
function forwarded(frame: string): ClientMessage | undefined {
  for (const { type, head } of forms) {
    if (!frame.startsWith(head)) continue;
    const middle = head.length + 22;
    if (!frame.startsWith(MIDDLE, middle) || !frame.endsWith(END)) return undefined;
    const to = id(frame.slice(head.length, middle));
    const body = sealed(frame.slice(middle + MIDDLE.length, -END.length));
    return to === undefined || body === undefined ? undefined : { type, to, sealed: body };
  }
  return undefined;
}
