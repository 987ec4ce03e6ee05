import type { JSX } from "preact";
import { useLazy } from "../controls/lazy.ts";

/** Loads the check page. */
export type LoadCheck = () => Promise<{ readonly Check: () => JSX.Element }>;

/** Where the check page comes, once somebody has asked for it. */
export function LazyCheck({ load }: { load: LoadCheck }) {
  const { Check } = useLazy(load, "check", true) ?? {};
  return Check ? <Check /> : null;
}
