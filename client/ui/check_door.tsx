import { chunk } from "./chunks.ts";
import { useLate } from "./late.ts";
import { useMore } from "./more.ts";

const load = chunk("check", () => import("../check.tsx"));

/** Where the check page comes, once somebody has asked for it. */
export function CheckDoor() {
  const { Check } = useLate(load, true) ?? {};
  return Check ? <Check /> : null;
}

/** The way to it; from a call in a page of its own, since the call goes on. */
export function CheckLink({ aside = false }: { aside?: boolean }) {
  const more = useMore();
  return (
    <a
      class="to-check"
      data-do="to-check"
      href="#/check"
      rel="noopener"
      target={aside ? "_blank" : undefined}
    >
      {more.check}
    </a>
  );
}
