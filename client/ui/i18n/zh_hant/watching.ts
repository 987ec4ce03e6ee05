import type { DeferredWords } from "../en/deferred.ts";
import { isolated } from "../isolated.ts";

/** Words on those who watch a call, in Traditional Chinese. */
export const watching: DeferredWords["watching"] = {
  title: "讓別人觀看",
  link: "觀看連結",
  copy: "複製觀看連結",
  hint: (limit, each) =>
    `開啟連結的人看得到、聽得到通話，別人看不到也聽不到他們。畫面由成員的瀏覽器轉送：每位成員最多轉給 ${each} 人，總共最多 ${limit} 人。人數更多請用直播服務。連結含有通話的金鑰，憑它也能加入通話。`,
  off: "這台伺服器不允許觀看。",
  players: "讓播放器觀看（WHEP）",
  playersHint: "產生一個位址和權杖，供能播放 WebRTC 的程式和網頁使用。每個播放器佔一個觀眾位。",
  playersWarning:
    "從通話到播放器這一段只能相信伺服器：位址開著的時候，不誠實的伺服器可以觀看通話。每位成員都可以關閉它。",
  endPlayers: "不再讓播放器觀看",
  sign: (count) => `${count} 人觀看`,
  lobby: "觀看通話",
  lobbyHint: "你看得到、聽得到通話，別人看不到也聽不到你。通話中的人會知道有人在看。",
  start: "觀看",
  stop: "停止觀看",
  waiting: "暫時沒有成員能把畫面傳給你，頁面會一直嘗試。",
  connecting: "畫面馬上就到。",
  full: "觀看人數已滿，有人離開後再試。",
  ended: "已停止觀看",
  join: "改為加入通話",
  raise: "舉手",
  lower: "放下手",
  hand: (name) => `正在觀看的 ${isolated(name)} 舉手了。`,
  handBy: (name, by) => `透過 ${isolated(by)} 觀看的 ${isolated(name)} 舉手了。`,
  invite: "邀請發言",
  dismiss: "暫不",
  invited: "對方邀請你加入通話並發言。",
  by: (name) => `由 ${isolated(name)} 轉送`,
};
