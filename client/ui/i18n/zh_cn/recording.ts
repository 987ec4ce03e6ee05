import type { DeferredWords } from "../en/deferred.ts";
import { isolated } from "../isolated.ts";

/** Words on recordings, in Simplified Chinese. */
export const recording: DeferredWords["recording"] = {
  title: "录制",
  hint: "把你看到和听到的通话只保存在这台设备上。录制期间，所有人都会看到标记。",
  start: "录制通话",
  stop: "停止录制",
  starting: "即将开始录制。",
  stopping: "正在完成文件。",
  separate: "同时把每个人的声音另存为单独的文件",
  keys: "开始或停止录制",
  sign: "正在录制",
  you: "你",
  begun: (name) => `${isolated(name)} 正在录制此通话。`,
  ended: (name) => `${isolated(name)} 已停止录制。`,
  begunHere: "你正在录制此通话，所有人都会收到提示。",
  endedHere: "你已停止录制。",
  saveOf: (name) => `保存 ${isolated(name)}`,
  removeOf: (name) => `删除 ${isolated(name)}`,
  left: "未完成：录制时页面被关闭或崩溃。在本设备上保留一周。",
  leftBefore: "上次的录制没有完成，已录下的部分可在“更多”中保存。",
  lost: (seconds) => `设备过于繁忙：录制内容缺少 ${seconds} 秒声音。请关闭其他程序。`,
  problem: {
    unsupported: "此浏览器无法录制通话。",
    failed: "录制已中断，之前的内容已保存。",
    "disk-full": "磁盘空间不足，录制已停止。",
    "memory-full": "录制达到 512 MB，已停止：此浏览器不允许网页写入磁盘。",
  },
};
