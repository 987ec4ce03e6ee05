import { DESK, PEOPLE, PHONE, shoot, type Shot, SIDE, TINY } from "./shot.ts";

const MORE = ["[data-do=more]"];
const SHOWN_MS = 2600;

/** Each of these on a desktop by day and on a phone in Chinese, and the other way round. */
const both = (scene: string, steps: readonly string[] = [], wait = SHOWN_MS): Shot[] =>
  shoot(
    "together",
    scene,
    { tag: "desk", ...DESK, steps, wait, sheet: 400 },
    { tag: "desk-light-zh", ...DESK, dark: false, lang: "zh-CN", steps, wait, sheet: 400 },
    { tag: "phone-light", ...PHONE, dark: false, steps, wait },
    { tag: "phone-zh", ...PHONE, lang: "zh-CN", steps, wait },
  );

const down = (selector: string) => [...MORE, `scroll:${selector}`];

/** Shots of what people do together, and of what the page says to one of them. */
export const togetherShots: Shot[] = [
  ...both("recording"),
  ...shoot("together", "recording", { tag: "side", ...SIDE, wait: SHOWN_MS, sheet: 300 }),
  ...both("recorded", down(".recorded")),
  // Where less motion is wished they stand; otherwise they are gone before everything rests.
  ...both("reacted").map((one) => ({ ...one, still: true })),
  // On a phone they are in the panel of more.
  ...both("reacted", [], 500).map((one) => ({
    ...one,
    name: `${one.name}-panel`,
    steps: one.touch ? MORE : ["[data-do=reactions]"],
  })),
  ...both("studio-none", down("[data-studio]")),
  ...both("studio-waiting", down("[data-studio]")),
  ...both("studio-live"),
  ...both("asked-to-mute"),
  ...both("may-ask", ["wait:2600", "[data-tile=p0] [data-do=numbers]"]),
  ...shoot("together", "may-ask", {
    tag: "asked",
    ...PHONE,
    steps: ["wait:2600", "[data-tile=p1] [data-do=numbers]"],
  }),
  ...both("alarm"),
  ...both("before-line", ["wait:2600", "then:line"], 300),
  ...both("slow-effect"),
  ...both("lobby-colour", ["open:summary", "scroll:[data-do=background]"]),
  ...both("lobby-picture", ["open:summary", "scroll:[data-do=treatment]"]),
  ...both("crowd", PEOPLE),
  ...shoot("together", "crowd", { tag: "tiny", ...TINY, steps: PEOPLE, wait: SHOWN_MS }),
  ...both("crowd").map((one) => ({ ...one, name: `${one.name}-stage` })),
  ...both("two", ["wait:2600", "key:?"]),
  ...both("three", down("[data-do=layout-grid]")),
  ...both("three", down("[data-do=notify]")).map((one) => ({ ...one, name: `${one.name}-sounds` })),
  ...both("lost"),
  ...both("offline"),
  ...both("view-leaving"),
];
