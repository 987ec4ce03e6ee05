import { keepText, readText } from "../platform/storage.ts";
import { LAYOUTS, PLAIN_VIEW, type StageView } from "../state/stage_view.ts";

const KEPT = "visavis.view";

/** Keeps what holds for every call of this device; the rest is for this visit. */
export function keepView(storage: Storage | null, { layout, hideOwn, mirror }: StageView): void {
  keepText(storage, KEPT, [layout, hideOwn && "hide-own", !mirror && "no-mirror"].join(" "));
}

/** The view to begin with, as it was chosen on earlier visits. */
export function recallView(storage: Storage | null): StageView {
  const kept = readText(storage, KEPT).split(" ");
  return {
    ...PLAIN_VIEW,
    layout: LAYOUTS.find((one) => one === kept[0]) ?? PLAIN_VIEW.layout,
    hideOwn: kept.includes("hide-own"),
    mirror: !kept.includes("no-mirror"),
  };
}
