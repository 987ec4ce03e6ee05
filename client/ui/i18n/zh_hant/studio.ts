import type { DeferredWords } from "../en/deferred.ts";
import { isolated } from "../isolated.ts";

/** Words on studios that come into a call, in Traditional Chinese. */
export const studio: DeferredWords["studio"] = {
  title: "OBS 等推流軟體",
  create: "接入 OBS",
  createHint: "替以 WHIP 推流的軟體產生位址和權杖。",
  url: "位址（伺服器）",
  token: "權杖（Bearer Token）",
  settings:
    "OBS 30 以上：設定 → 串流，服務選 WHIP。輸出選進階：x264，關鍵影格間隔 1 秒，設定檔 baseline，微調 zerolatency，不用 B 影格，音訊 Opus。",
  waiting: "還沒有人推流。只要你們之中有人在通話裡，持有權杖的人就能推流。",
  live: "推流畫面已在通話中。",
  refused: {
    codec: "推流用的編碼，這個瀏覽器不支援。請改用 H.264 或 VP8。",
    sharing: "你正在分享螢幕，推流畫面進不來。結束分享後就能接入。",
  },
  revoke: "結束推流",
  by: (name) => `推流畫面，經由 ${isolated(name)}`,
  byYou: "推流畫面，經由你",
  unchecked: (name) => `從推流軟體到 ${isolated(name)} 這一段未經端對端核驗`,
  uncheckedYou: "從推流軟體到你這一段未經端對端核驗",
  warning: (name) =>
    `從推流軟體到 ${
      isolated(name)
    } 這一段只能相信伺服器：不誠實的伺服器可以看到或更動這個畫面。通話中的其他內容仍經過核驗。`,
  warningYou:
    "從推流軟體到你這一段只能相信伺服器：不誠實的伺服器可以看到或更動這個畫面。通話中的其他內容仍經過核驗。",
};
