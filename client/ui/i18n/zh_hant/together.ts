import type { DeferredWords } from "../en/deferred.ts";
import { isolated } from "../isolated.ts";

/** Words on what people do together in a call, in Traditional Chinese. */
export const together: DeferredWords["together"] = {
  reactions: "回應",
  reaction: {
    yes: "按讚",
    heart: "愛心",
    laugh: "大笑",
    applause: "鼓掌",
    surprise: "驚訝",
    party: "慶祝",
  },
  reacted: (name, reaction) => `${isolated(name)} 回應：${reaction}`,
  askToMute: "請對方靜音",
  askedToMute: "已請求，由對方自己決定。",
  asksToMute: (name) => `${isolated(name)} 請你靜音。`,
  mute: "靜音",
  saveChat: "將聊天儲存為文字檔",
  file: "檔案",
  passedOn: (by) => `由 ${isolated(by)} 轉交`,
};
