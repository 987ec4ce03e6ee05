/** Change of the page on the server that the person has not accepted yet. */
export type UpdateOffer =
  | {
    readonly is: "version";
    /** The version that was accepted; null before the first one. */
    readonly current: string | null;
    /** The version that is served. */
    readonly next: string;
    /** True if the accepted version cannot speak with the server any more. */
    readonly required: boolean;
  }
  /** The server has a page and names no version. */
  | { readonly is: "unnamed" }
  /** The server has another service worker and no whole version that comes with it. */
  | { readonly is: "worker" };
