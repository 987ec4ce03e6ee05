import { adoptStyle } from "../../platform/adopt_style.ts";
import files from "./files.css" with { type: "text" };

/** Adds the style of files. */
export const adoptFileStyle = (): void => adoptStyle(files);
