/** Names of the panels of the call, of which one is open at a time. */
export type PanelName =
  | "chat"
  | "people"
  | "reactions"
  | "more"
  | "safety"
  | "shortcuts"
  | `numbers:${string}`;
