/** The chunk of files: what is needed once the first one is chosen or offered. */
import { adoptFileStyle } from "./ui/style/file_style.ts";

export { startFiles } from "./call/files/start_files.ts";
export { DropHint } from "./ui/panels/drop_hint.tsx";
export { FileRow } from "./ui/panels/file_row.tsx";
export { PastedPicture } from "./ui/panels/pasted_picture.tsx";

adoptFileStyle();
