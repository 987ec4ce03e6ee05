/** Arrangements of the tiles: by the window and the number of people, all alike, or one large. */
export const LAYOUTS = ["auto", "grid", "speaker"] as const;
export type Layout = (typeof LAYOUTS)[number];

/** Part of a picture that its tile shows: all of it, or as much as fills the tile. */
export type Fit = "fit" | "fill";

/** The person's view of the call, of which nobody else learns. */
export interface StageView {
  readonly layout: Layout;
  /** Keys of the tiles that stay large. */
  readonly pinned: readonly string[];
  /** Choices for single tiles, by their keys. */
  readonly fits: Readonly<Record<string, Fit>>;
  /** The own picture is not shown while others are there. */
  readonly hideOwn: boolean;
  /** The own picture is shown as in a mirror. */
  readonly mirror: boolean;
}

/** Change of the view: the drawn one may be a frame old, and what was pressed since counts as well. */
export type ViewChange = (view: StageView) => Partial<StageView>;

/** View of a page on which nothing was chosen yet. */
export const PLAIN_VIEW: StageView = {
  layout: "auto",
  pinned: [],
  fits: {},
  hideOwn: false,
  mirror: true,
};
