import type { DeferredWords } from "../en/deferred.ts";
import { isolated } from "../isolated.ts";

/** Words on recordings, in Traditional Chinese. */
export const recording: DeferredWords["recording"] = {
  title: "錄製",
  hint: "將你看到與聽到的通話只儲存在這台裝置上。錄製期間，所有人都會看到標示。",
  start: "錄製通話",
  stop: "停止錄製",
  starting: "即將開始錄製。",
  stopping: "正在完成檔案。",
  separate: "同時將每個人的聲音另存為單獨的檔案",
  keys: "開始或停止錄製",
  sign: "錄製中",
  you: "你",
  begun: (name) => `${isolated(name)} 正在錄製此通話。`,
  ended: (name) => `${isolated(name)} 已停止錄製。`,
  begunHere: "你正在錄製此通話，所有人都會收到提示。",
  endedHere: "你已停止錄製。",
  saveOf: (name) => `儲存 ${isolated(name)}`,
  removeOf: (name) => `刪除 ${isolated(name)}`,
  left: "未完成：錄製時頁面被關閉或當掉。在這部裝置上保留一週。",
  leftBefore: "上次的錄製沒有完成，已錄下的部分可在「更多」中儲存。",
  lost: (seconds) => `裝置過於忙碌：錄製內容缺少 ${seconds} 秒聲音。請關閉其他程式。`,
  problem: {
    unsupported: "此瀏覽器無法錄製通話。",
    failed: "錄製已中斷，先前的內容已儲存。",
    "disk-full": "磁碟空間不足，錄製已停止。",
    "memory-full": "錄製達到 512 MB，已停止：此瀏覽器不允許網頁寫入磁碟。",
  },
};
