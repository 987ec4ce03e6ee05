import type { DeferredWords } from "../en/deferred.ts";
import { isolated } from "../isolated.ts";

/** Words on those who watch a call, in Simplified Chinese. */
export const watching: DeferredWords["watching"] = {
  title: "让别人观看",
  link: "观看链接",
  copy: "复制观看链接",
  hint: (limit, each) =>
    `打开链接的人能看到、听到通话，别人看不到也听不到他们。画面由成员的浏览器转发：每位成员最多转给 ${each} 人，总共最多 ${limit} 人。人数更多请用直播服务。链接中含有通话的密钥，凭它也能加入通话。`,
  off: "此服务器不允许观看。",
  players: "让播放器观看（WHEP）",
  playersHint: "生成一个地址和令牌，供能播放 WebRTC 的程序和网页使用。每个播放器占一个观众位。",
  playersWarning:
    "从通话到播放器这一段只能相信服务器：地址开着的时候，不诚实的服务器可以观看通话。每位成员都可以关闭它。",
  endPlayers: "不再让播放器观看",
  sign: (count) => `${count} 人观看`,
  lobby: "观看通话",
  lobbyHint: "你能看到、听到通话，别人看不到也听不到你。通话中的人会知道有人在看。",
  start: "观看",
  stop: "停止观看",
  waiting: "暂时没有成员能把画面传给你，页面会一直尝试。",
  connecting: "画面马上就到。",
  full: "观看人数已满，有人离开后再试。",
  ended: "已停止观看",
  join: "改为加入通话",
  raise: "举手",
  lower: "放下手",
  hand: (name) => `正在观看的 ${isolated(name)} 举手了。`,
  handBy: (name, by) => `通过 ${isolated(by)} 观看的 ${isolated(name)} 举手了。`,
  invite: "邀请发言",
  dismiss: "暂不",
  invited: "对方邀请你加入通话并发言。",
  by: (name) => `由 ${isolated(name)} 转发`,
};
