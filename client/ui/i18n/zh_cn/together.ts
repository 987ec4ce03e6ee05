import type { DeferredWords } from "../en/deferred.ts";
import { isolated } from "../isolated.ts";

/** Words on what people do together in a call, in Simplified Chinese. */
export const together: DeferredWords["together"] = {
  reactions: "回应",
  reaction: {
    yes: "点赞",
    heart: "爱心",
    laugh: "大笑",
    applause: "鼓掌",
    surprise: "惊讶",
    party: "庆祝",
  },
  reacted: (name, reaction) => `${isolated(name)} 回应：${reaction}`,
  askToMute: "请对方静音",
  askedToMute: "已请求，由对方自己决定。",
  asksToMute: (name) => `${isolated(name)} 请你静音。`,
  mute: "静音",
  saveChat: "将聊天保存为文本",
  file: "文件",
  passedOn: (by) => `由 ${isolated(by)} 转交`,
};
