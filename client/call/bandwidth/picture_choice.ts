import { keepText, type Memory, readText } from "../../platform/storage.ts";

/** Choice of a person, whose pictures it wants; remembered. */
export interface PictureChoice {
  /** True if no pictures are wanted of anybody. */
  refusesAll(): boolean;
  /** Members whose pictures are not wanted. */
  refused(): readonly string[];
  refuses(id: string): boolean;
  /** Wants no pictures of this member, or of anybody (null); or wants them again. */
  refuse(id: string | null, on: boolean): void;
}

/** Options of {@link openPictureChoice}. */
export interface PictureChoiceOptions {
  /** Keeps the choice for everybody over visits; null where that is forbidden. */
  readonly device: Memory | null;
  /** Keeps single members over a reload: their ids belong to a tab, too. */
  readonly tab: Memory | null;
}

const ALL = "visavis.pictures";
const SINGLE = "visavis.refused";
/** Members that are remembered: those who have left are among them. */
const MAX_REFUSED = 32;
const ID = /^[\w-]{22}$/;

/** Opens what was chosen before. */
export function openPictureChoice({ device, tab }: PictureChoiceOptions): PictureChoice {
  let all = readText(device, ALL) === "none";
  let refused = readText(tab, SINGLE).split(" ").filter((id) => ID.test(id)).slice(-MAX_REFUSED);
  return {
    refusesAll: () => all,
    refused: () => refused,
    refuses: (id) => all || refused.includes(id),
    refuse(id, on) {
      if (id === null) {
        all = on;
        keepText(device, ALL, on ? "none" : "");
        return;
      }
      const others = refused.filter((one) => one !== id);
      refused = on ? [...others, id].slice(-MAX_REFUSED) : others;
      keepText(tab, SINGLE, refused.join(" "));
    },
  };
}
