import { adoptStyle } from "../../platform/adopt_style.ts";
import chat from "./watch_chat.css" with { type: "text" };

/** Adds the style of the chat on a page that watches. */
export const adoptWatchChatStyle = (): void => adoptStyle(chat);
