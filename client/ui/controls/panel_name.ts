/** Names of the panels of the call, of which one is open at a time. */
export type PanelName = "chat" | "people" | "more" | "safety" | `numbers:${string}`;
