import type { DeferredWords } from "../en/deferred.ts";

const isolated = (name: string) => `\u2068${name}\u2069`;

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
};
