import { useLazy } from "../controls/lazy.ts";
import type { DropHint } from "./drop_hint.tsx";
import type { FileRow } from "./file_row.tsx";
import type { PastedPicture } from "./pasted_picture.tsx";

/** Parts of the screens that come with the first file. */
export interface FileParts {
  readonly FileRow: typeof FileRow;
  readonly PastedPicture: typeof PastedPicture;
  readonly DropHint: typeof DropHint;
}

/** Loads them. */
export type LoadFileParts = () => Promise<FileParts>;

/** The parts that come with the first file, as soon as they are there: they are needed now. */
export const useFileParts = (load: LoadFileParts): FileParts | null =>
  useLazy(load, "deferred", true);
