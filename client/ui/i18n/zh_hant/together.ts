import type { DeferredWords } from "../en/deferred.ts";

const isolated = (name: string) => `\u2068${name}\u2069`;

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
};
