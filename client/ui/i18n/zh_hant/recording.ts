import type { DeferredWords } from "../en/deferred.ts";

const isolated = (name: string) => `\u2068${name}\u2069`;

/** Words on recordings, in Traditional Chinese. */
export const recording: DeferredWords["recording"] = {
  title: "錄製",
  hint: "將您看到與聽到的通話儲存在這部裝置上。錄製期間，所有人都會看到標示。",
  start: "錄製通話",
  stop: "停止錄製",
  starting: "即將開始錄製。",
  stopping: "正在完成檔案。",
  separate: "同時將每個人的聲音另存為單獨的檔案",
  keys: "開始或停止錄製",
  sign: "錄製中",
  you: "您",
  begun: (name) => `${isolated(name)} 正在錄製此通話。`,
  ended: (name) => `${isolated(name)} 已停止錄製。`,
  begunHere: "您正在錄製此通話，所有人都會收到提示。",
  endedHere: "您已停止錄製。",
  saveOf: (name) => `儲存 ${isolated(name)}`,
  problem: {
    unsupported: "此瀏覽器無法錄製通話。",
    failed: "錄製已中斷，先前的內容已儲存。",
    "disk-full": "磁碟空間不足，錄製已停止。",
    "memory-full": "錄製已達 512 MB 而停止：此瀏覽器不允許網頁寫入磁碟。",
  },
};
