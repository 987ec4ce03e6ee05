import { flag, type Infer, integer, list, object, text } from "../../../protocol/shape.ts";

const party = object({ id: text(22), name: text(256), identityKey: text(87) });

/** Facts about a file that was agreed on, without its bytes. */
const facts = object({
  /** Name of the record, and of the stored bytes. */
  slot: text(64),
  /** Room and member that the page was, so that no other page takes the file over. */
  room: text(22),
  me: text(22),
  key: text(22),
  name: text(255),
  size: integer(0, Number.MAX_SAFE_INTEGER),
  /** Milliseconds since 1970. */
  at: integer(0, Number.MAX_SAFE_INTEGER),
  mine: flag,
  /** Whom it goes to, or the one it comes from. */
  parties: list(party, 64),
  /** Digest of the first block of an own file, to know it by when it is chosen again. */
  first: text(43),
  done: flag,
});

export type FileParty = Infer<typeof party>;
/** A file that was agreed on, as it is kept over a reload; `file`: the own file, unless too large. */
export type FileRecord = Infer<typeof facts> & { readonly file: Blob | null };

/** Records of one browser, of all its pages. */
export interface FileRecords {
  all(): Promise<readonly FileRecord[]>;
  put(record: FileRecord): Promise<void>;
  remove(slot: string): Promise<void>;
}

/** Decodes what was kept; undefined when another version has kept it. */
export function readRecord(kept: unknown): FileRecord | undefined {
  const record = facts(kept);
  if (!record || typeof kept !== "object" || kept === null) return undefined;
  const file: unknown = Reflect.get(kept, "file");
  return { ...record, file: file instanceof Blob ? file : null };
}

/** Records that a reload loses. */
export function memoryRecords(): FileRecords {
  const records = new Map<string, FileRecord>();
  return {
    all: () => Promise.resolve([...records.values()]),
    put(record) {
      records.set(record.slot, record);
      return Promise.resolve();
    },
    remove(slot) {
      records.delete(slot);
      return Promise.resolve();
    },
  };
}
