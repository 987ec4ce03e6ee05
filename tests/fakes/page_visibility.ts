import type { PageVisibility } from "../../client/platform/page_visibility.ts";

/** A page that can be hidden and seen again. */
export class FakePage extends EventTarget {
  hidden = false;

  hide(hidden: boolean): void {
    this.hidden = hidden;
    this.dispatchEvent(new Event("visibilitychange"));
  }

  as(): PageVisibility {
    return this as unknown as PageVisibility;
  }
}
