import type { DeferredWords } from "../en/deferred.ts";
import { isolated } from "../isolated.ts";

/** Words on sounds and on what is told in a call, in Simplified Chinese. */
export const sound: DeferredWords["sound"] = {
  person: "音量与连接",
  personOf: (name) => `${isolated(name)} 的音量与连接`,
  volume: (percent) => `音量：${percent}%`,
  muteForMe: "仅对我静音",
  muteForMeHint: "只有你听不到这个人，其他人照常，也不会收到提示。",
  mutedForMe: "仅对你静音",
  sounds: "提示音与通知",
  sound: {
    join: "有人加入",
    leave: "有人离开",
    knock: "有人敲门",
    chat: "收到消息",
    hand: "有人举手",
  },
  soundsHint: "有人说话时，提示音会更轻。",
  notify: "页面不可见时通知我",
  notifyHint: "有人敲门或发来消息时通知，不显示内容。浏览器会请求一次授权。",
  notifyDenied: "浏览器不允许此页面发送通知，请在地址栏旁允许。",
  wroteYou: (name) => `${isolated(name)} 发来消息`,
  openChat: "打开聊天",
  speechNotice: "静音时说话提醒我",
  speechNoticeHint: "静音期间，本页会测量麦克风的音量，声音不会离开此设备。",
  speaking: "你已静音，没有人听得到。",
  unmute: "打开麦克风",
};
