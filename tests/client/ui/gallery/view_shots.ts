import { DESK, PEOPLE, PHONE, shoot, type Shot, SIDE, TINY } from "./shot.ts";

/** Shots of the layouts, the tools of the tiles, and the choices of the own view. */
export const viewShots: Shot[] = [
  ...shoot(
    "view",
    "view-grid",
    { tag: "desk", ...DESK, sheet: 400 },
    { tag: "phone", ...PHONE },
  ),
  ...shoot(
    "view",
    "view-speaker",
    { tag: "desk", ...DESK, wait: 2600, steps: ["hover:[data-tile=p0]"], sheet: 400 },
    { tag: "phone", ...PHONE, wait: 2600 },
    { tag: "side", ...SIDE, sheet: 300 },
  ),
  ...shoot(
    "view",
    "view-pinned",
    { tag: "desk", ...DESK, wait: 2600, steps: ["hover:[data-tile=p2]"], sheet: 400 },
    { tag: "phone", ...PHONE, wait: 2600 },
  ),
  ...shoot(
    "view",
    "view-upright",
    { tag: "desk", ...DESK, wait: 2600, steps: ["hover:[data-tile=p1]"], sheet: 400 },
    { tag: "phone-zh", ...PHONE, wait: 2600, lang: "zh-CN" },
    { tag: "side", ...SIDE, sheet: 300 },
  ),
  ...shoot("view", "view-hidden", { tag: "desk", ...DESK, sheet: 400 }, {
    tag: "phone",
    ...PHONE,
    wait: 2600,
  }),
  ...shoot(
    "view",
    "view-hands",
    { tag: "desk-people", ...DESK, wait: 2600, steps: PEOPLE, sheet: 400 },
    { tag: "phone", ...PHONE, wait: 2600 },
  ),
  ...shoot(
    "view",
    "share-two",
    {
      tag: "zoomed",
      ...DESK,
      steps: [
        "wait:2600",
        "hover:[data-tile=p0][data-shared]",
        "[data-do=zoom-in]",
        "[data-do=zoom-in]",
      ],
      sheet: 400,
    },
    { tag: "phone", ...PHONE, wait: 2600 },
    { tag: "tiny", ...TINY, wait: 2600 },
    {
      tag: "keys",
      ...DESK,
      wait: 2600,
      steps: ["wait:2600", "key:Tab", "key:Tab", "key:Tab"],
      sheet: 400,
    },
  ),
  ...shoot(
    "view",
    "three",
    { tag: "more", ...DESK, wait: 2600, steps: ["[data-do=more]"], sheet: 400 },
    { tag: "more-phone-light-zh", ...PHONE, dark: false, lang: "zh-CN", steps: ["[data-do=more]"] },
    { tag: "more-tiny-hant", ...TINY, lang: "zh-Hant", steps: ["[data-do=more]"] },
  ),
  ...shoot(
    "view",
    "view-leaving",
    { tag: "desk", ...DESK, wait: 2600, sheet: 400 },
    { tag: "phone-zh", ...PHONE, wait: 2600, lang: "zh-CN" },
  ),
  ...shoot("view", "lobby", { tag: "lobby-phone", ...PHONE, dark: false }),
];
