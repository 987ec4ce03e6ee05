import type { DeferredWords } from "../en/deferred.ts";
import { failures } from "./failures.ts";

/** A name among other words keeps its own direction (Unicode UAX #9, isolates). */
const isolated = (name: string) => `\u2068${name}\u2069`;

/** The words of the deferred parts, in Simplified Chinese. */
export const deferred: DeferredWords = {
  failures,
  deviceProblem: {
    mic: {
      denied: "网页无权使用麦克风。请在地址栏旁允许，然后重试。",
      "denied-by-system": "系统不让浏览器使用麦克风。请在系统的隐私设置里允许，然后重试。",
      missing: "没有接入麦克风。接上后重试，或者加入后只听。",
      busy: "麦克风正被别的程序占用。请先关闭那个程序，然后重试。",
      insecure: "安全的网页才能使用麦克风。请用 https 打开链接。",
      unsupported: "这个浏览器不提供麦克风，你仍可加入并收听。",
      failed: "麦克风无法启动。请重新插好或换一个，然后重试。",
    },
    camera: {
      denied: "网页无权使用摄像头。请在地址栏旁允许，然后重试。",
      "denied-by-system": "系统不让浏览器使用摄像头。请在系统的隐私设置里允许，然后重试。",
      missing: "没有接入摄像头。接上后重试，或者不带画面加入。",
      busy: "摄像头正被别的程序占用。请先关闭那个程序，然后重试。",
      insecure: "安全的网页才能使用摄像头。请用 https 打开链接。",
      unsupported: "这个浏览器不提供摄像头，你仍可不带画面加入。",
      failed: "摄像头无法启动。请重新插好或换一个，然后重试。",
    },
  },
  mutedOutside: {
    mic: "麦克风被系统、浏览器或设备按键静音了，在那里打开后大家才能听到你。",
    camera: "摄像头被系统、浏览器或设备开关停用了，在那里打开后大家才能看到你。",
  },
  deviceGone: {
    mic: "麦克风不见了。请重新接上，或者换一个。",
    camera: "摄像头不见了。请重新接上，或者换一个。",
  },
  sentence: "发个链接，就能视频通话。",
  start: "开始通话",
  roomName: "房间名",
  openRoom: "进入",
  roomNameBad: "房间名只能用文字、数字和连字符，最多 64 个。",
  privacy: "画面和声音在浏览器之间加密传送，服务器只负责牵线。",
  recent: "最近的房间，只记在这台设备上",
  forget: (room) => `不再记住 ${isolated(room)}`,
  chatEmpty: "消息直接在浏览器之间传送，后来的人看不到之前的消息。",
  say: "写条消息",
  send: "发送",
  invite: "邀请",
  moveOwn: "你的画面，可用方向键移动",
  tooLong: (units: number) => `超出 ${units} 个字符，请分几次发送。`,
  waits: "尚未送达",
  safetyText: [
    "画面、声音和消息在浏览器之间加密传送。服务器只转发它无法解读的加密消息，看不到任何画面。",
    "密钥在链接的 # 号之后，从不发给服务器。拿到链接的人都能加入。",
    "你需要信任的只有一处：提供本页面的网站，因为加密由它的脚本完成。",
  ],
  safetyOpen:
    "这是公开房间，链接里没有密钥。知道房间名的人都能加入，包括服务器的管理者，核对下面的数字之前，无法确定对方是谁。从首页开始通话，就能得到带密钥的链接。",
  compare: "真的是对方吗？",
  compareHint:
    "请互相念出这些数字。两边相同，就没有人插在中间。若不相同，请离开，另开一个通话，换一种方式发送链接。",
  noCode: "尚未连接",
  matches: "数字相同",
  tryAgain: "重试",
  numbers: "连接数据",
  numbersOf: (name) => `与 ${isolated(name)} 的连接数据`,
  measuring: "正在测量",
  spared: { less: "带宽不足，画面已降低", sound: "带宽不足，只有声音" },
  sparing: {
    less: (name) => `带宽不足，${name ? isolated(name) : "其他人"}看到的画面已降低。`,
    sound: (name) => `带宽不足，${name ? isolated(name) : "其他人"}只能听到你的声音。`,
    some: (count) => `带宽不足，有 ${count} 人看到的画面已降低。`,
  },
  path: { direct: "浏览器之间直接连接", relayed: "经过中继" },
  receives: "接收",
  sends: "发送",
  roundTrip: "往返时间",
  loss: "丢包",
  jitter: "抖动",
  frames: (rate) => `每秒 ${rate} 帧`,
  slot: { camera: "画面", screen: "屏幕", mic: "声音" },
  alarm: "身份核对失败",
  alarmText: (name) =>
    `有链接的人想冒充 ${
      isolated(name)
    }，已被拒绝。若不确定通话中都是谁，请离开，另开一个通话，换一种方式把链接发给对方。`,
  alarmBy: (by, name) =>
    `${isolated(by)} 转交了一条以 ${
      isolated(name)
    } 名义写的消息，但不是本人写的，已被拒绝。如果你不信任 ${
      isolated(by)
    }，请离开通话，发起新的通话，并换一种方式发送链接。`,
  remove: (name) => `移除 ${isolated(name)}`,
  removeText: "其他人都会转到新链接，旧链接随之作废。",
  removeNot: "服务器没有回应，暂时无法移除任何人。",
  cancel: "取消",
  moving: "正在转到新链接",
  moved: "通话已换用新链接，旧链接作废。",
  movedBy: (name) => `${isolated(name)} 把通话转到了新链接。`,
  lock: "锁定通话",
  lockHint: "锁定后，即使有链接，也要通话中的人同意才能进来。",
  locked: "已锁定",
  lockedBy: (name) => `${isolated(name)} 锁定了通话。`,
  openedBy: (name) => `${isolated(name)} 解除了锁定。`,
  knocks: (name) => `${isolated(name)} 想加入通话。`,
  moreKnocks: (count) => `还有 ${count} 人在等。`,
  admit: "让进来",
  deny: "暂不",
  outside: "通话已锁定",
  outsideHint: "已敲门，等里面的人让你进去。",
  outsideAmong: "这个房间里另有人锁定了通话，你已敲门。",
  denied: "这次没有让你进去",
  deniedHint: "一分钟后可以再敲一次门。",
  knock: "再敲一次",
  leftBehind: "其他人已离开此通话",
  leftBehindHint: "他们换了一个链接继续，这里不会再有人来。",
  alone: "还没有其他人",
  aloneHint: "把链接发给想见的人。",
  qrHint: "用手机扫一扫，即可从手机加入。",
  link: "房间链接",
  copy: "复制链接",
  share: "分享",
  qr: "二维码",
  rejoin: "重新加入",
  home: "回到首页",
  insecureHelp: [
    "请在网址前加上 https:// 打开，或在服务器本机上用 http://localhost 打开。",
    "服务器的管理者可以用 deno task start --lan 启动，再使用它显示的 https 网址。",
  ],
  hide: "对其他人隐藏我的地址",
  hideHint: "画面和声音都经过此服务器的中继。没有中继就无法接通。",
  hideNow: "切换时，通话会重新接通。",
  chooseSpeaker: "选择扬声器",
  wrote: (name, text) => `${isolated(name)}说：${text}`,
  raisedHand: (name) => `${isolated(name)} 举手了`,
  shortcuts: "单键快捷键",
  space: "空格",
  holdToTalk: "静音时按住说话",
  check: "检查摄像头、声音和网络",
  ending: {
    "bad-link": "请对方重新发一次链接，或自己开始一个通话。",
    unsupported:
      "请用新版的 Chrome、Edge、Firefox 或 Safari 打开链接。如果已经是新版，就是浏览器的设置或扩展禁止了通话：请在那里允许 WebRTC。",
  },
};
