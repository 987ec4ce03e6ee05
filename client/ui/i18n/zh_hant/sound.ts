import type { DeferredWords } from "../en/deferred.ts";
import { isolated } from "../isolated.ts";

/** Words on sounds and on what is told in a call, in Traditional Chinese. */
export const sound: DeferredWords["sound"] = {
  person: "音量與連線",
  personOf: (name) => `${isolated(name)} 的音量與連線`,
  volume: (percent) => `音量：${percent}%`,
  muteForMe: "只對我靜音",
  muteForMeHint: "只有你聽不到這個人，其他人照常，也不會收到提示。",
  mutedForMe: "只對你靜音",
  sounds: "提示音與通知",
  sound: {
    join: "有人加入",
    leave: "有人離開",
    knock: "有人敲門",
    chat: "收到訊息",
    hand: "有人舉手",
  },
  soundsHint: "有人說話時，提示音會比較輕。",
  notify: "看不到此頁面時通知我",
  notifyHint: "有人敲門或傳來訊息時通知，不顯示內容。瀏覽器會要求一次授權。",
  notifyDenied: "瀏覽器不允許此頁面傳送通知，請在網址列旁允許。",
  wroteYou: (name) => `${isolated(name)} 傳來訊息`,
  openChat: "開啟聊天",
  speechNotice: "靜音時說話提醒我",
  speechNoticeHint: "靜音期間，此頁面會測量麥克風的音量，聲音不會離開這台裝置。",
  speaking: "你已靜音，沒有人聽得到。",
  unmute: "開啟麥克風",
};
