/** One whole message of a WebSocket, or a control frame, with its bytes as they came. */
export interface Message {
  readonly bytes: Uint8Array;
  /** Null for what is not text: pings, pongs, closes. */
  readonly text: string | null;
}

interface Frame {
  readonly end: boolean;
  readonly opcode: number;
  readonly payload: Uint8Array;
  readonly size: number;
}

const TEXT = 1;
const CONTROL = 8;

/** Cuts a stream of bytes into messages (RFC 6455 §5.2). Feed it what comes. */
export function messages(): (chunk: Uint8Array) => Message[] {
  let rest: Uint8Array = new Uint8Array(0);
  let parts: { bytes: Uint8Array; payload: Uint8Array }[] = [];
  let opcode = 0;

  return (chunk) => {
    rest = join([rest, chunk]);
    const found: Message[] = [];
    for (let frame = parse(rest); frame; frame = parse(rest)) {
      const bytes = rest.slice(0, frame.size);
      rest = rest.slice(frame.size);
      if (frame.opcode >= CONTROL) {
        found.push({ bytes, text: null });
        continue;
      }
      if (parts.length === 0) opcode = frame.opcode;
      parts.push({ bytes, payload: frame.payload });
      if (!frame.end) continue;
      const payload = join(parts.map((part) => part.payload));
      const text = opcode === TEXT ? new TextDecoder().decode(payload) : null;
      found.push({ bytes: join(parts.map((part) => part.bytes)), text });
      parts = [];
    }
    return found;
  };
}

function parse(bytes: Uint8Array): Frame | null {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const short = second & 127;
  const extra = short === 127 ? 8 : short === 126 ? 2 : 0;
  const masked = second >= 128;
  const head = 2 + extra + (masked ? 4 : 0);
  if (bytes.length < head) return null;
  const length = extra === 8
    ? Number(view.getBigUint64(2))
    : extra === 2
    ? view.getUint16(2)
    : short;
  const size = head + length;
  if (bytes.length < size) return null;
  const mask = bytes.subarray(head - 4, head);
  const payload = bytes.slice(head, size);
  if (masked) payload.forEach((byte, at) => payload[at] = byte ^ (mask[at & 3] ?? 0));
  return { end: first >= 128, opcode: first & 15, payload, size };
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
