import { useLate } from "./late.ts";

const load = () => import("../check.tsx");

/** Where the check page comes, once somebody has asked for it. */
export function CheckDoor() {
  const { Check } = useLate(load, true) ?? {};
  return Check ? <Check /> : null;
}
