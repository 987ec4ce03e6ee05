import type { DeferredWords } from "../en/deferred.ts";
import { isolated } from "../isolated.ts";

/** Words on studios that come into a call, in Simplified Chinese. */
export const studio: DeferredWords["studio"] = {
  title: "OBS 等推流软件",
  create: "接入 OBS",
  createHint: "为用 WHIP 推流的软件生成地址和令牌。",
  url: "地址（服务器）",
  token: "令牌（Bearer Token）",
  settings:
    "OBS 30 及以上：设置 → 直播，服务选 WHIP。输出选高级：x264，关键帧间隔 1 秒，配置 baseline，微调 zerolatency，不用 B 帧，音频 Opus。",
  waiting: "还没有人推流。只要你们中有人在通话里，持有令牌的人就能推流。",
  live: "推流画面已在通话中。",
  refused: {
    codec: "推流用的编码，这个浏览器不支持。请改用 H.264 或 VP8。",
    sharing: "你正在共享屏幕，推流画面进不来。结束共享后就可以接入。",
  },
  revoke: "结束推流",
  by: (name) => `推流画面，经由 ${isolated(name)}`,
  byYou: "推流画面，经由你",
  unchecked: (name) => `从推流软件到 ${isolated(name)} 这一段未经端到端核验`,
  uncheckedYou: "从推流软件到你这一段未经端到端核验",
  warning: (name) =>
    `从推流软件到 ${
      isolated(name)
    } 这一段只能相信服务器：不诚实的服务器可以看到或改动这个画面。通话中的其他内容仍经过核验。`,
  warningYou:
    "从推流软件到你这一段只能相信服务器：不诚实的服务器可以看到或改动这个画面。通话中的其他内容仍经过核验。",
};
