import type { Connection, MediaProblem, Remark, Screen, WireState } from "../call/state.ts";

/** The languages the page speaks. */
export type Lang = "en" | "zh-CN";

type Problems = Record<"mic" | "camera", Record<MediaProblem, string>>;
type Lost = Extract<Remark, { is: "device-lost" }>["kind"];
type Told = Extract<Remark, { name: string }>["is"];
type Said = Exclude<Remark["is"], Told | "device-lost">;

/** A name among other words: its direction stays its own (Unicode UAX #9, isolates). */
const alone = (name: string) => `\u2068${name}\u2069`;

const en = {
  app: "Visavis",
  sentence: "A video call that starts from a link.",
  start: "Start a call",
  roomName: "Room name",
  openRoom: "Open",
  roomNameBad: "A room name has letters, digits and hyphens, 64 at most.",
  privacy:
    "Picture and sound are encrypted from browser to browser. The server only introduces you.",
  recent: "Recent rooms, kept on this device only",
  forget: (room: string) => `Forget ${alone(room)}`,
  otherLanguage: "中文",

  name: "Your name",
  guest: "Guest",
  you: "You",
  join: "Join",
  openTitle: "Open room",
  openWarning: "Whoever knows its name can join, the operator of this server included.",
  closedNote: "Only people who have the link can join.",
  preview: "Your picture, as in a mirror",
  starting: "Waiting for the camera. The browser may ask for permission.",
  cameraOff: "Your camera is off",
  retry: "Try again",
  devices: "Devices",
  microphone: "Microphone",
  camera: "Camera",
  speaker: "Speaker",
  standard: "System default",
  numbered: (kind: string, at: number) => `${kind} ${at}`,

  screenShare: "Share screen",
  chat: "Chat",
  people: "People",
  hand: "Raise hand",
  more: "More",
  leave: "Leave",
  close: "Close",
  controls: "Call controls",
  unread: (count: number) => `${count} unread`,
  withKey: (label: string, key: string) => `${label} (${key})`,
  muted: "Microphone off",
  handRaised: "Hand raised",
  weak: "Weak connection",
  screenOf: (name: string) => `${alone(name)}: screen`,
  yourScreen: "Your screen, seen by everyone",
  moveOwn: "Your picture. Arrow keys move it.",
  enlarge: (name: string) => `Show ${alone(name)} large`,
  hear: "Turn the sound on",

  invite: "Invite",
  alone: "Nobody else is here yet",
  aloneHint: "Send this link to the people you want to see.",
  link: "Link to this room",
  copy: "Copy link",
  share: "Share",
  qr: "QR code",
  qrHint: "Scan with a phone to join from there.",
  say: "Write a message",
  send: "Send",
  chatEmpty: "Messages go from browser to browser. Who joins later does not see them.",

  safety: "Encryption",
  safetyText: [
    "Picture, sound and messages are encrypted between the browsers. The server passes on sealed notes that it cannot read, and sees no picture.",
    "The key is in the link, after the # sign, and is never sent to the server. Whoever has the link can join.",
    "You trust one thing: the site that served this page, because its script does the sealing.",
  ],
  safetyOpen:
    "This is an open room: its link holds no key. Whoever knows its name, the operator of the server included, can join, and nobody is verified. Start a call from the first page to get a link with a key.",

  rejoin: "Join again",
  home: "Back to the start",
  insecureHelp: [
    "Open this page with https:// in front, or on the same computer as http://localhost.",
    "Whoever runs this server can start it with deno task start --lan and use the https address it prints.",
  ],

  screen: {
    landing: "A video call that starts from a link.",
    lobby: "Ready to join",
    call: "In the call",
    left: "You left the call",
    "bad-link": "This link is not complete",
    insecure: "Calls need a secure page",
    unsupported: "This browser cannot make calls",
  } satisfies Record<Screen, string>,

  ending: {
    "bad-link": "Ask for the link again, or start a call of your own.",
    unsupported: "Open the link in a current version of Chrome, Edge, Firefox or Safari.",
  },

  problem: {
    mic: {
      denied: "This page may not use the microphone. Allow it next to the address, then try again.",
      missing: "No microphone is connected. Connect one, or join and listen.",
      busy: "Another program is using the microphone. Close it there, then try again.",
      insecure: "Microphones work on secure pages only. Open the link with https.",
      unsupported: "This browser gives pages no microphone. You can join and listen.",
      failed: "The microphone does not start. Reconnect it or choose another, then try again.",
    },
    camera: {
      denied: "This page may not use the camera. Allow it next to the address, then try again.",
      missing: "No camera is connected. Connect one, or join without a picture.",
      busy: "Another program is using the camera. Close it there, then try again.",
      insecure: "Cameras work on secure pages only. Open the link with https.",
      unsupported: "This browser gives pages no camera. You can join without a picture.",
      failed: "The camera does not start. Reconnect it or choose another, then try again.",
    },
  } satisfies Problems,

  connection: {
    connecting: "Connecting",
    connected: "Connected",
    poor: "Weak connection",
    reconnecting: "Reconnecting",
    failed: "No connection: a network in between blocks direct calls.",
  } satisfies Record<Connection, string>,

  wire: {
    closed: "You are not in the room.",
    connecting: "Entering the room.",
    open: "You are in the room.",
    reconnecting: "Reconnecting. The call goes on.",
    room_full: "The room is full. Try again when someone has left.",
    replaced: "You joined this call from another tab, and it goes on there.",
    busy: "The server is busy. The page keeps trying.",
  } satisfies Record<WireState, string>,

  remark: {
    joined: (name: string) => `${alone(name)} joined`,
    left: (name: string) => `${alone(name)} left`,
    hand: (name: string) => `${alone(name)} raised a hand`,
  } satisfies Record<Told, (name: string) => string>,

  said: {
    "share-failed": "Your screen is not shared. Allow it when the browser asks.",
    "link-copied": "Link copied",
    "muted-speaking": "Your microphone is off. Hold space to talk.",
  } satisfies Record<Said, string>,

  lost: {
    mic: "Your microphone is gone. Another takes its place if there is one.",
    camera: "Your camera is gone. Another takes its place if there is one.",
  } satisfies Record<Lost, string>,
};

/** Every word of the page, in one language. */
export type Words = typeof en;

const zh: Words = {
  app: "面对面",
  sentence: "发个链接，就能视频通话。",
  start: "开始通话",
  roomName: "房间名",
  openRoom: "进入",
  roomNameBad: "房间名只能用文字、数字和连字符，最多 64 个。",
  privacy: "画面和声音在浏览器之间加密传送，服务器只负责牵线。",
  recent: "最近的房间，只记在这台设备上",
  forget: (room) => `不再记住 ${alone(room)}`,
  otherLanguage: "English",

  name: "你的名字",
  guest: "访客",
  you: "你",
  join: "加入",
  openTitle: "公开房间",
  openWarning: "知道房间名的人都能加入，包括这台服务器的管理者。",
  closedNote: "只有拿到链接的人才能加入。",
  preview: "你的画面，如同照镜子",
  starting: "正在等待摄像头，浏览器可能会询问是否允许。",
  cameraOff: "摄像头已关闭",
  retry: "重试",
  devices: "设备",
  microphone: "麦克风",
  camera: "摄像头",
  speaker: "扬声器",
  standard: "系统默认",
  numbered: (kind, at) => `${kind} ${at}`,

  screenShare: "共享屏幕",
  chat: "聊天",
  people: "成员",
  hand: "举手",
  more: "更多",
  leave: "离开",
  close: "关闭",
  controls: "通话控制",
  unread: (count) => `${count} 条未读`,
  withKey: (label, key) => `${label}（${key}）`,
  muted: "麦克风已关闭",
  handRaised: "已举手",
  weak: "网络不佳",
  screenOf: (name) => `${alone(name)} 的屏幕`,
  yourScreen: "你的屏幕，大家都看得到",
  moveOwn: "你的画面，可用方向键移动",
  enlarge: (name) => `放大 ${alone(name)}`,
  hear: "打开声音",

  invite: "邀请",
  alone: "还没有其他人",
  aloneHint: "把链接发给想见的人。",
  link: "房间链接",
  copy: "复制链接",
  share: "分享",
  qr: "二维码",
  qrHint: "用手机扫一扫，即可从手机加入。",
  say: "写条消息",
  send: "发送",
  chatEmpty: "消息直接在浏览器之间传送，后来的人看不到之前的消息。",

  safety: "加密说明",
  safetyText: [
    "画面、声音和消息在浏览器之间加密传送。服务器只转交它读不懂的密封信件，看不到任何画面。",
    "密钥在链接的 # 号之后，从不发给服务器。拿到链接的人都能加入。",
    "你需要信任的只有一处：提供本页面的网站，因为加密由它的脚本完成。",
  ],
  safetyOpen:
    "这是公开房间，链接里没有密钥。知道房间名的人都能加入，包括服务器的管理者，也无法核实对方是谁。从首页开始通话，就能得到带密钥的链接。",

  rejoin: "重新加入",
  home: "回到首页",
  insecureHelp: [
    "请在网址前加上 https:// 打开，或在服务器本机上用 http://localhost 打开。",
    "服务器的管理者可以用 deno task start --lan 启动，再使用它显示的 https 网址。",
  ],

  screen: {
    landing: "发个链接，就能视频通话。",
    lobby: "准备加入",
    call: "通话中",
    left: "你已离开通话",
    "bad-link": "这个链接不完整",
    insecure: "通话需要安全的网页",
    unsupported: "这个浏览器无法通话",
  },

  ending: {
    "bad-link": "请对方重新发一次链接，或自己开始一个通话。",
    unsupported: "请用新版的 Chrome、Edge、Firefox 或 Safari 打开链接。",
  },

  problem: {
    mic: {
      denied: "网页无权使用麦克风。请在地址栏旁允许，然后重试。",
      missing: "没有接入麦克风。接上后重试，或者加入后只听。",
      busy: "麦克风正被别的程序占用。请先关闭那个程序，然后重试。",
      insecure: "安全的网页才能使用麦克风。请用 https 打开链接。",
      unsupported: "这个浏览器不提供麦克风，你仍可加入并收听。",
      failed: "麦克风无法启动。请重新插好或换一个，然后重试。",
    },
    camera: {
      denied: "网页无权使用摄像头。请在地址栏旁允许，然后重试。",
      missing: "没有接入摄像头。接上后重试，或者不带画面加入。",
      busy: "摄像头正被别的程序占用。请先关闭那个程序，然后重试。",
      insecure: "安全的网页才能使用摄像头。请用 https 打开链接。",
      unsupported: "这个浏览器不提供摄像头，你仍可不带画面加入。",
      failed: "摄像头无法启动。请重新插好或换一个，然后重试。",
    },
  },

  connection: {
    connecting: "正在连接",
    connected: "已连接",
    poor: "网络不佳",
    reconnecting: "正在重连",
    failed: "无法连接：中间的网络不允许直接通话。",
  },

  wire: {
    closed: "你不在房间里。",
    connecting: "正在进入房间。",
    open: "你已在房间里。",
    reconnecting: "正在重连，通话不受影响。",
    room_full: "房间已满，等有人离开后再试。",
    replaced: "你已在另一个标签页加入，通话在那里继续。",
    busy: "服务器正忙，页面会继续尝试。",
  },

  remark: {
    joined: (name) => `${alone(name)} 来了`,
    left: (name) => `${alone(name)} 离开了`,
    hand: (name) => `${alone(name)} 举手了`,
  },

  said: {
    "share-failed": "屏幕没有共享，请在浏览器询问时允许。",
    "link-copied": "链接已复制",
    "muted-speaking": "麦克风已关闭，按住空格键可以说话。",
  },

  lost: {
    mic: "麦克风不见了，若有其他麦克风会自动换上。",
    camera: "摄像头不见了，若有其他摄像头会自动换上。",
  },
};

/** All words, by language. */
export const words: Record<Lang, Words> = { en, "zh-CN": zh };
