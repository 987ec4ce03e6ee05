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
  /** Selectors to click, `key:` to press, `type:` to type. */
  readonly steps?: readonly string[];
}
