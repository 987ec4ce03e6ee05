import { adoptStyle } from "../../platform/adopt_style.ts";
import check from "./check.css" with { type: "text" };

/** Adds the style of the check page. */
export const adoptCheckStyle = (): void => adoptStyle(check);
