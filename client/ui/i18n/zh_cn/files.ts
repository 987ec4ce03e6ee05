import type { FileWords } from "../en/files.ts";

/** A name among other words keeps its own direction (Unicode UAX #9, isolates). */
const isolated = (name: string) => `\u2068${name}\u2069`;

/** Words on files that are sent and received in a call, in Simplified Chinese. */
export const files: FileWords = {
  attach: "发送文件给所有人",
  attachTo: (name) => `发送文件给 ${isolated(name)}`,
  drop: "把文件放在这里，发送给所有人",
  picture: "将发送给所有人的图片",
  sendPicture: "发送",
  discard: "不发送",
  accept: "接收",
  decline: "拒绝",
  stop: "停止",
  save: "保存",
  choose: "选择文件",
  acceptOf: (name) => `接收 ${isolated(name)}`,
  declineOf: (name) => `拒绝 ${isolated(name)}`,
  stopOf: (name) => `停止 ${isolated(name)}`,
  saveOf: (name) => `保存 ${isolated(name)}`,
  progressOf: (name) => `${isolated(name)} 的进度`,
  offered: "对方尚未回应",
  offeredHint: "只接收你在等的文件。",
  waiting: "已暂停，连接恢复后继续。",
  missing: "网页重新加载过。请再次选择同一个文件以继续。",
  delivered: "已送达",
  complete: "已完整接收并核对",
  over: "已不在这里",
  arrived: (name) => `${isolated(name)} 已接收完整`,
  ended: (name) => `${isolated(name)} 已停止`,
  endedHere: {
    declined: "你已拒绝",
    stopped: "你已停止",
    unknown: "对方不再提供此文件",
    unreadable: "文件无法继续读取，可能已被移动或修改。",
    "no-room": "此浏览器没有足够的空间存放该文件。",
    corrupt: "收到的内容与发送的不一致。请对方重新发送。",
  },
  endedThere: {
    declined: "对方已拒绝",
    stopped: "对方已停止",
    unknown: "对方不再提供此文件",
    unreadable: "对方无法继续读取该文件。请对方重新发送。",
    "no-room": "对方的浏览器没有足够的空间存放该文件。",
    corrupt: "对方收到的内容与发送的不一致。请重新发送。",
  },
};
