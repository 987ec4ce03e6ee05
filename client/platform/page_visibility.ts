/** Slice of the document that tells whether the page is seen (W3C Page Visibility Level 2). */
export type PageVisibility = Pick<Document, "hidden" | "addEventListener">;
