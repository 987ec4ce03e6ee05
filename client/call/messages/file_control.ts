import { ID } from "../../../protocol/mod.ts";
import {
  type Infer,
  integer,
  literal,
  object,
  oneOf,
  type Shape,
  text,
} from "../../../protocol/shape.ts";
import { readTyped } from "./read.ts";

/** Bytes of a block, which has a digest of its own; the last block of a file may be shorter. */
export const BLOCK_BYTES = 256 * 1024;
/** The longest name of a file on the wire, in UTF-16 units. */
export const MAX_FILE_NAME = 255;

const key = text(22, ID);
const bytes = integer(0, Number.MAX_SAFE_INTEGER);
const digest = text(43, /^[A-Za-z0-9_-]{43}$/);

/** A file that the writer would send. */
const offer = object({ type: literal("file-offer"), key, name: text(MAX_FILE_NAME), size: bytes });

/** Asks for the bytes from `offset` on, on a channel of its own; `count` names that channel. */
const accept = object({
  type: literal("file-accept"),
  key,
  offset: bytes,
  count: integer(1, 2 ** 31),
});

/** Reasons for which a transfer ends without the whole file. */
const end = object({
  type: literal("file-end"),
  key,
  code: oneOf("declined", "stopped", "unknown", "unreadable", "no-room", "corrupt"),
});

/** The whole file is there, and its digest is right. */
const received = object({ type: literal("file-received"), key });

const controlShapes = new Map<string, Shape<FileControl>>(
  Object.entries({
    "file-offer": offer,
    "file-accept": accept,
    "file-end": end,
    "file-received": received,
  }),
);

/** On the file's channel: the bytes since the block before are this block, with this digest. */
const block = object({
  type: literal("file-block"),
  index: integer(0, Number.MAX_SAFE_INTEGER),
  digest,
});
/** On the file's channel: that was all; the digest is that of all blocks' digests. */
const whole = object({ type: literal("file-digest"), digest });
/** Back on the file's channel: all bytes before `offset` have come in. */
const ack = object({ type: literal("file-ack"), offset: bytes });

const channelShapes = new Map<string, Shape<FileChannelMessage>>(
  Object.entries({ "file-block": block, "file-digest": whole, "file-ack": ack }),
);

export type FileOffer = Infer<typeof offer>;
export type FileAccept = Infer<typeof accept>;
export type FileEnd = Infer<typeof end>;
/** Messages of two members about files, on the channel that carries their chat. */
export type FileControl = FileOffer | FileAccept | FileEnd | Infer<typeof received>;
/** Text messages on the channel of one file. */
export type FileChannelMessage = Infer<typeof block> | Infer<typeof whole> | Infer<typeof ack>;

/** Decodes a control message; undefined when it is none of files that this version knows. */
export const readFileControl = (json: string): FileControl | undefined =>
  readTyped(controlShapes, json);

/** Decodes a text message on the channel of a file; undefined when it is none. */
export const readFileChannelMessage = (json: string): FileChannelMessage | undefined =>
  readTyped(channelShapes, json);
