import type { Lang } from "../../../../client/ui/i18n/languages.ts";

/** One photograph: which scene, how large, and what was done before. */
export interface Shot {
  readonly name: string;
  readonly group: string;
  readonly scene: string;
  readonly width: number;
  readonly height: number;
  readonly lang?: Lang;
  readonly dark?: boolean;
  readonly forced?: boolean;
  readonly zoom?: number;
  readonly touch?: boolean;
  readonly still?: boolean;
  readonly axe?: boolean;
  readonly wait?: number;
  /** Height on the contact sheet. */
  readonly sheet?: number;
  readonly rooms?: readonly { readonly name: string; readonly href: string }[];
  /**
   * Selectors to click, `key:` to press, `type:` to type, `hover:`, `scroll:` to see and `open:` what
   * may be open, `wait:` so many ms, `then:` the scene that follows.
   */
  readonly steps?: readonly string[];
}

export const DESK = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844, touch: true };
export const SIDE = { width: 844, height: 390, touch: true };
export const TINY = { width: 320, height: 640, touch: true };
export const TABLET = { width: 768, height: 1024, touch: true };
export const HUGE = { width: 1920, height: 1080 };

export const PEOPLE = ["[data-do=chat]", "[data-do=tab-people]"];
export type Part = Omit<Shot, "group" | "name" | "scene"> & { tag: string };

export function shoot(group: string, scene: string, ...parts: Part[]): Shot[] {
  return parts.map(({ tag, ...part }) => ({
    group,
    scene,
    name: `${group}-${scene}-${tag}`,
    ...part,
  }));
}
