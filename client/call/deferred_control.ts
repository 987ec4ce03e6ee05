import type { BandwidthAdapter } from "./bandwidth/adaptation.ts";
import type { PictureAdapter } from "./bandwidth/pictures.ts";
import type { ChatHistory } from "./chat/chat_history.ts";
import type { LazyFiles } from "./files/lazy_files.ts";
import type { MuteRequestFeed } from "./interaction/mute_requests.ts";
import type { ReactionFeed } from "./interaction/reactions.ts";
import type { RecordingSigns } from "./interaction/recording_signs.ts";
import { readControlMessage } from "./messages/group_control.ts";
import type { Removal } from "./moderation/removal.ts";
import type { RoomLock } from "./moderation/room_lock.ts";
import type { ReceivedControl } from "./room/policy.ts";
import type { LazyStudio } from "./studio/lazy_studio.ts";
import type { Audience } from "./watching/audience.ts";

/** Deferred features that members send messages to. */
export interface ControlReceivers {
  readonly history: ChatHistory;
  readonly lock: RoomLock;
  readonly adapter: BandwidthAdapter;
  readonly pictures: PictureAdapter;
  readonly removal: Removal;
  readonly files: LazyFiles;
  readonly studio: LazyStudio;
  readonly audience: Pick<Audience, "receive">;
  readonly reactions: ReactionFeed;
  readonly muteRequests: MuteRequestFeed;
  readonly recordings: Pick<RecordingSigns, "receive">;
}

/** Hands a member's message to the feature that it is for. */
export function receiveControl(control: ReceivedControl, features: ControlReceivers): void {
  const {
    history,
    lock,
    adapter,
    pictures,
    removal,
    files,
    studio,
    audience,
    reactions,
    muteRequests,
  } = features;
  const { by, name, text } = control;
  if ([files, history, studio, audience].some((one) => one.receive(control))) return;
  const message = readControlMessage(text);
  if (!message) return;
  switch (message.type) {
    case "move":
    case "moved":
      return removal.receive(by, name, message);
    case "bandwidth-probe":
    case "bandwidth-report":
    case "send-level":
      return adapter.receive(by, message);
    case "want":
      return pictures.hear(by, message);
    case "reaction":
      return reactions.receive(by, name, message);
    case "ask-mute":
      return muteRequests.receive(by, name);
    case "recording":
      return features.recordings.receive(by, name, message);
    case "lock":
    case "admit":
    case "deny":
      return lock.receive(by, name, message);
  }
  message satisfies never;
}
