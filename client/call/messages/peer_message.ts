import type { ChatHistoryMessage } from "./chat_history.ts";
import type { EndpointControl } from "./endpoint_control.ts";
import type { FileControl } from "./file_control.ts";
import type { ControlMessage } from "./group_control.ts";
import type { ChannelMessage } from "./peer_channel.ts";
import type { WatchingControl } from "./watching_control.ts";

/** Message that a page sends to another on their data channel: every kind that there is. */
export type PeerMessage =
  | ChannelMessage
  | ControlMessage
  | FileControl
  | ChatHistoryMessage
  | EndpointControl
  | WatchingControl;
