/** Decisions of the members, in which the server has no part. */
export interface Moderation {
  /** Moves everybody but this member to a new link. */
  remove(id: string): void;
  /** Locks the call, so that others have to be let in; or lets everybody with the link in again. */
  lock(on: boolean): void;
  /** Lets a guest who knocks in, or not. */
  answer(id: string, admit: boolean): void;
  /** Asks those inside once more to be let in. */
  knock(): void;
}

/** Lock of a call, seen from one of its sides. */
export type LockView =
  | {
    readonly side: "inside";
    readonly locked: boolean;
    /** Name of the member who changed it last; null: this page, or nobody has just now. */
    readonly by: string | null;
    /** Others keep a lock that leaves this page out. */
    readonly elsewhere: boolean;
    /** Guests who wait to be let in, in the order in which they came. */
    readonly knocks: readonly { readonly id: string; readonly name: string }[];
  }
  /** Others have locked the call. `no`: not let in, and free to knock again; `just-no`: not yet. */
  | { readonly side: "outside"; readonly answer: "none" | "no" | "just-no" };

/** Move of the call to a new link. */
export type MoveState =
  | { readonly is: "under-way" }
  /** `by`: name of the member who wanted it; null when it is this page, or unknown. */
  | { readonly is: "done"; readonly by: string | null }
  /** The others have gone, and have not told this page where. */
  | { readonly is: "without-me" };
