import type { FileWords } from "../en/files.ts";

/** A name among other words keeps its own direction (Unicode UAX #9, isolates). */
const isolated = (name: string) => `\u2068${name}\u2069`;

/** Words on files that are sent and received in a call, in Traditional Chinese. */
export const files: FileWords = {
  attach: "傳送檔案給所有人",
  attachTo: (name) => `傳送檔案給 ${isolated(name)}`,
  drop: "把檔案放在這裡，傳送給所有人",
  picture: "即將傳送給所有人的圖片",
  sendPicture: "傳送",
  discard: "不傳送",
  accept: "接收",
  decline: "拒絕",
  stop: "停止",
  save: "儲存",
  choose: "選擇檔案",
  acceptOf: (name) => `接收 ${isolated(name)}`,
  declineOf: (name) => `拒絕 ${isolated(name)}`,
  stopOf: (name) => `停止 ${isolated(name)}`,
  saveOf: (name) => `儲存 ${isolated(name)}`,
  progressOf: (name) => `${isolated(name)} 的進度`,
  offered: "對方尚未回應",
  offeredHint: "只接收你在等的檔案。",
  waiting: "已暫停，連線恢復後繼續。",
  missing: "網頁重新載入過。請再次選擇同一個檔案以繼續。",
  delivered: "已送達",
  complete: "已完整接收並核對",
  over: "已不在這裡",
  arrived: (name) => `${isolated(name)} 已接收完整`,
  ended: (name) => `${isolated(name)} 已停止`,
  endedHere: {
    declined: "你已拒絕",
    stopped: "你已停止",
    unknown: "對方不再提供此檔案",
    unreadable: "檔案無法繼續讀取，可能已被移動或修改。",
    "no-room": "此瀏覽器沒有足夠的空間存放該檔案。",
    corrupt: "收到的內容與傳送的不一致。請對方重新傳送。",
  },
  endedThere: {
    declined: "對方已拒絕",
    stopped: "對方已停止",
    unknown: "對方不再提供此檔案",
    unreadable: "對方無法繼續讀取該檔案。請對方重新傳送。",
    "no-room": "對方的瀏覽器沒有足夠的空間存放該檔案。",
    corrupt: "對方收到的內容與傳送的不一致。請重新傳送。",
  },
};
