/** Device pixels at which the pictures of a member are shown; 0 where they are not. */
export interface ShownHeights {
  readonly camera: number;
  readonly screen: number;
}

/** Pictures that come to this page and leave it, as far as somebody's wish holds them back. */
export interface ReceptionView {
  /** The person wants no pictures of anybody. */
  readonly refusesAll: boolean;
  /** Ids of the members whose pictures the person does not want. */
  readonly refused: readonly string[];
  /** Members that are not sent a picture of this page, since they do not want it or do not show it. */
  readonly unseen: Readonly<Record<string, "chosen" | "hidden">>;
  /** Members whose camera picture is held back, since the uplink of this page is too narrow for all. */
  readonly heldBack: readonly string[];
  /** This machine is short of time for what it sends, and sends less. */
  readonly strained: boolean;
  /** Takes the heights at which pictures are shown, by member. */
  show(shown: Readonly<Record<string, ShownHeights>>): void;
  /** Wants no pictures of this member, or of anybody (null); or wants them again. */
  refuse(id: string | null, on: boolean): void;
}
