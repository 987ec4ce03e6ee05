// Named here so that all that this chunk shares with the page stays in one file with the page:
// compressed apart, the two would weigh 1.6 KB more.
import "./page.tsx";

/** What a call can begin without. */
export { ticking } from "./ticking.ts";
export { OpenPanel } from "./ui/panels.tsx";
