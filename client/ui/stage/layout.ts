import type { Fit } from "../../state/stage_view.ts";

/** Content of a tile; a person who shares sees the own screen small. */
export type Part = "me" | "person" | "screen" | "own-screen";

/** One tile to be placed. */
export interface Seat {
  readonly key: string;
  readonly part: Part;
}

/** A rectangle of the stage, in CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How a tile sits: over everything, among equals, in the middle, at the side, on top. */
export type Manner = "full" | "grid" | "large" | "strip" | "card";

/** Where a tile goes. */
export interface Place extends Box {
  readonly manner: Manner;
}

/** Which corner the own card is in. */
export interface Corner {
  readonly right: boolean;
  readonly bottom: boolean;
}

/** The room there is, in CSS pixels. */
export interface Stage {
  readonly width: number;
  readonly height: number;
  /** Kept free at the edges, for notches and the toolbar. */
  readonly inset: {
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
    readonly left: number;
  };
  readonly corner: Corner;
  /** Width by height of the own picture. */
  readonly ownRatio: number;
  /** Keys of the tiles that are large; none where nothing decides it. */
  readonly focus: readonly string[];
  /** All people are shown alike. */
  readonly equal: boolean;
}

/** The narrowest and the widest tile, as width by height. */
export const NARROW = 1 / 2;
export const WIDE = 16 / 9;
/** The least part of a picture that stays visible: of its width, and of its height (heads). */
export const KEEP = { width: 0.25, height: 0.55 } as const;

const CARD_MARGIN_PX = 12;
const CARD_TOP_PX = 64;

/** Places every seat, in the order given. A pure function of what it is told. */
export function layOut(seats: readonly Seat[], stage: Stage): Place[] {
  const people = seats.filter(({ part }) => part === "me" || part === "person");
  const tall = stage.height > stage.width;
  const screen = seats.find(({ part }) => part === "screen");
  const large = seats.filter(({ key }) => stage.focus.includes(key));
  const [chosen, more] = large;
  if (chosen && seats.length > 1 && !(tall && !more && chosen.part === "screen")) {
    return withStrip(seats, large, stage, tall);
  }
  if (screen) {
    return tall
      ? underScreen(seats, chosen ?? screen, stage)
      : withStrip(seats, [screen], stage, tall);
  }
  if (seats.length === 1) return [{ ...whole(stage), manner: "full" }];
  if (people.length === 2 && people.some(({ part }) => part === "me") && !stage.equal) {
    return duo(seats, stage);
  }
  return grid(seats.length, inner(stage), gapOf(stage)).map((box) => ({ ...box, manner: "grid" }));
}

/**
 * The picture's box inside a tile. What was chosen for the tile decides; otherwise it is filled,
 * unless that would crop more than `KEEP` allows.
 */
export function frame(tile: Pick<Box, "width" | "height">, ratio: number, fit?: Fit): Box {
  const own = tile.width / tile.height;
  const shown = fit
    ? fit === "fit" ? ratio : own
    : ratio > own
    ? Math.max(own, ratio * KEEP.width)
    : Math.min(own, ratio / KEEP.height);
  const width = Math.min(tile.width, tile.height * shown);
  const height = Math.min(tile.height, tile.width / shown);
  return { x: (tile.width - width) / 2, y: (tile.height - height) / 2, width, height };
}

/** Equal boxes for `count` tiles: the arrangement that shows most, its last row centred. */
export function grid(count: number, area: Box, gap: number): Box[] {
  const ideal = area.width >= area.height ? WIDE : 3 / 4;
  let best = { score: -1, columns: 1, width: 0, height: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const cell = {
      width: (area.width - gap * (columns - 1)) / columns,
      height: (area.height - gap * (rows - 1)) / rows,
    };
    const width = Math.max(0, Math.min(cell.width, cell.height * WIDE));
    const height = Math.max(0, Math.min(cell.height, cell.width / NARROW));
    const ratio = width / height;
    // A tile far from a picture's shape shows less of a face than its area says.
    const score = width * height * Math.sqrt(Math.min(ratio / ideal, ideal / ratio));
    if (score > best.score) best = { score, columns, width, height };
  }
  const { columns, width, height } = best;
  const rows = Math.ceil(count / columns);
  const top = area.y + (area.height - rows * height - (rows - 1) * gap) / 2;
  return Array.from({ length: count }, (_, at) => {
    const row = Math.floor(at / columns);
    const inRow = Math.min(columns, count - row * columns);
    const left = area.x + (area.width - inRow * width - (inRow - 1) * gap) / 2;
    return {
      x: left + (at % columns) * (width + gap),
      y: top + row * (height + gap),
      width,
      height,
    };
  });
}

function duo(seats: readonly Seat[], stage: Stage): Place[] {
  const { width, height, inset, corner } = stage;
  const ratio = Math.min(WIDE, Math.max(NARROW, stage.ownRatio));
  const area = Math.min(36_000, Math.max(12_000, width * height * 0.035));
  // On a small stage the card gives way rather than the person behind it.
  const scale = Math.min(
    1,
    width * 0.42 / Math.sqrt(area * ratio),
    height * 0.36 / Math.sqrt(area / ratio),
  );
  const card = { width: Math.sqrt(area * ratio) * scale, height: Math.sqrt(area / ratio) * scale };
  const low = width < 900 && height >= 480 ? inset.bottom : CARD_MARGIN_PX;
  const high = inset.top + (corner.right ? CARD_MARGIN_PX : CARD_TOP_PX);
  const left = inset.left + CARD_MARGIN_PX;
  const right = width - inset.right - CARD_MARGIN_PX - card.width;
  let cards = 0;
  return seats.map(({ part }): Place => {
    if (part === "person") return { ...whole(stage), manner: "full" };
    const step = cards++ * (card.height + CARD_MARGIN_PX);
    return {
      x: corner.right ? right : left,
      y: corner.bottom ? height - low - card.height - step : high + step,
      ...card,
      manner: "card",
    };
  });
}

/** Some tiles large, the others in a strip: at the side, or below on a tall stage. */
function withStrip(
  seats: readonly Seat[],
  large: readonly Seat[],
  stage: Stage,
  tall: boolean,
): Place[] {
  const area = inner(stage);
  const gap = gapOf(stage);
  const count = seats.length - large.length;
  const along = tall ? area.width : area.height;
  const ratio = tall ? 3 / 4 : WIDE;
  const most = tall ? 112 : 124;
  const least = 56;
  let lines = 1;
  let size = thumb(lines);
  while (size < least && lines < 3) size = thumb(++lines);
  const width = tall ? size : size * ratio;
  const height = tall ? size / ratio : size;
  const across = lines * (tall ? height : width) + (lines - 1) * gap;
  const perLine = Math.ceil(count / lines);
  const taken = count > 0 ? across + gap : 0;
  const middle = tall
    ? { ...area, height: area.height - taken }
    : { ...area, width: area.width - taken };
  const boxes = large.length > 1 ? grid(large.length, middle, gap) : [middle];
  let at = 0;
  return seats.map((seat): Place => {
    if (large.includes(seat)) {
      return { ...(boxes[large.indexOf(seat)] ?? middle), manner: "large" };
    }
    const line = Math.floor(at / perLine);
    const inLine = Math.min(perLine, count - line * perLine);
    const start = (along - inLine * size - (inLine - 1) * gap) / 2 + (at % perLine) * (size + gap);
    const side = line * ((tall ? height : width) + gap);
    at++;
    return {
      x: tall ? area.x + start : area.x + area.width - across + side,
      y: tall ? area.y + area.height - across + side : area.y + start,
      width,
      height,
      manner: "strip",
    };
  });

  function thumb(lines: number): number {
    const inLine = Math.max(1, Math.ceil(count / lines));
    return Math.min(most, (along - gap * (inLine - 1)) / inLine);
  }
}

/** A tall stage is wider than it needs to be for a screen: people get the rest. */
function underScreen(seats: readonly Seat[], screen: Seat, stage: Stage): Place[] {
  const area = inner(stage);
  const gap = gapOf(stage);
  const height = Math.min(area.width / 1.6, area.height * 0.45);
  // Where there is height to spare, the room's name does not lie on the screen.
  const top = area.height > 640 ? CARD_TOP_PX - gap : 0;
  const used = top + height + gap;
  const rest = { ...area, y: area.y + used, height: area.height - used };
  const boxes = grid(seats.length - 1, rest, gap);
  let at = 0;
  return seats.map((seat): Place => {
    if (seat === screen) return { ...area, y: area.y + top, height, manner: "large" };
    return { ...(boxes[at++] ?? rest), manner: "grid" };
  });
}

function gapOf({ width }: Stage): number {
  return width < 600 ? 8 : 12;
}

function whole({ width, height }: Stage): Box {
  return { x: 0, y: 0, width, height };
}

/** The stage without its insets and the gap around. */
function inner(stage: Stage): Box {
  const { width, height, inset } = stage;
  const gap = gapOf(stage);
  return {
    x: inset.left + gap,
    y: inset.top + gap,
    width: Math.max(1, width - inset.left - inset.right - 2 * gap),
    // The toolbar brings its own space; where it only floats, the gap is the space.
    height: Math.max(1, height - inset.top - gap - Math.max(gap, inset.bottom)),
  };
}
