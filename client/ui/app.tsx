import type { Actions, CallState, Levels } from "../call/state.ts";

/** The whole page for one state. */
export function App(_props: { state: CallState; actions: Actions; levels: Levels }) {
  return null;
}
