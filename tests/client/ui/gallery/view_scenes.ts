import type { CallState } from "../../../../client/state/call_state.ts";
import type { Diagnostics } from "../../../../client/state/diagnostics.ts";
import type { Participant } from "../../../../client/state/person.ts";
import { PLAIN_VIEW } from "../../../../client/state/stage_view.ts";

/** Makers of calls, people and numbers. */
interface Makers {
  readonly call: (count: number, part?: Partial<CallState>) => CallState;
  readonly person: (at: number, part?: Partial<Participant>) => Participant;
  readonly insight: (reasons: Diagnostics["reasons"]) => Diagnostics;
}

/** Scenes of the own view: layouts, pinned tiles, raised hands, the question before leaving. */
export function viewScenes({ call, person, insight }: Makers): Record<string, () => CallState> {
  return {
    "view-grid": () => call(2, { view: { ...PLAIN_VIEW, layout: "grid" } }),
    "view-speaker": () =>
      call(5, { view: { ...PLAIN_VIEW, layout: "speaker" }, diagnostics: insight({}) }),
    "view-pinned": () =>
      call(6, { view: { ...PLAIN_VIEW, pinned: ["p0", "p2"], fits: { p2: "fill" } } }),
    "view-hidden": () =>
      call(3, { view: { ...PLAIN_VIEW, hideOwn: true, fits: { p1: "fit" } }, hands: ["p1", "p0"] }),
    "view-upright": () =>
      call(2, { participants: [person(1)], view: { ...PLAIN_VIEW, fits: { p1: "fit" } } }),
    "view-hands": () =>
      call(5, {
        participants: [0, 1, 2, 3].map((at) => {
          const one = person(at);
          return { ...one, about: { ...one.about, hand: at !== 1 } };
        }),
        hands: ["p2", "p0", "p3"],
      }),
    "view-leaving": () => call(3, { leaving: true }),
  };
}
