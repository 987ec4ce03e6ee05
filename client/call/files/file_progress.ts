import type { FileProgress } from "../../state/files.ts";

/** True if nothing more happens to the file, unless it is offered anew. */
export const isOver = ({ is }: FileProgress): boolean => is === "done" || is === "ended";
