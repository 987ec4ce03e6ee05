/** The chunk of the chat on a page that watches: what is needed once somebody opens it. */
import { adoptWatchChatStyle } from "./ui/style/watch_chat_style.ts";

export { WatchChat } from "./ui/watch/watch_chat.tsx";

adoptWatchChatStyle();
