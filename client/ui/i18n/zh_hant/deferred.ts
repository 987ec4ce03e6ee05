import type { DeferredWords } from "../en/deferred.ts";
import { failures } from "./failures.ts";

/** A name among other words keeps its own direction (Unicode UAX #9, isolates). */
const isolated = (name: string) => `\u2068${name}\u2069`;

/** The words of the deferred parts, in Traditional Chinese. */
export const deferred: DeferredWords = {
  failures,
  deviceProblem: {
    mic: {
      denied: "這個網頁無權使用麥克風。請在網址列旁允許，然後再試一次。",
      "denied-by-system": "系統不讓瀏覽器使用麥克風。請在系統的隱私權設定裡允許，然後再試一次。",
      missing: "沒有接上麥克風。接上後再試一次，或者加入後只聽。",
      busy: "麥克風正由其他程式使用。請先關閉那個程式，然後再試一次。",
      insecure: "安全的網頁才能使用麥克風。請用 https 開啟連結。",
      unsupported: "這個瀏覽器不提供麥克風，你仍可加入並收聽。",
      failed: "麥克風無法啟動。請重新插上或換一支，然後再試一次。",
    },
    camera: {
      denied: "這個網頁無權使用攝影機。請在網址列旁允許，然後再試一次。",
      "denied-by-system": "系統不讓瀏覽器使用攝影機。請在系統的隱私權設定裡允許，然後再試一次。",
      missing: "沒有接上攝影機。接上後再試一次，或者不帶畫面加入。",
      busy: "攝影機正由其他程式使用。請先關閉那個程式，然後再試一次。",
      insecure: "安全的網頁才能使用攝影機。請用 https 開啟連結。",
      unsupported: "這個瀏覽器不提供攝影機，你仍可不帶畫面加入。",
      failed: "攝影機無法啟動。請重新插上或換一台，然後再試一次。",
    },
  },
  mutedOutside: {
    mic: "麥克風被系統、瀏覽器或裝置按鍵設為靜音，在那裡開啟後大家才聽得到你。",
    camera: "攝影機被系統、瀏覽器或裝置開關停用，在那裡開啟後大家才看得到你。",
  },
  deviceGone: {
    mic: "麥克風不見了。請重新接上，或者換一支。",
    camera: "攝影機不見了。請重新接上，或者換一台。",
  },
  sentence: "傳個連結，就能視訊通話。",
  start: "開始通話",
  roomName: "房間名稱",
  openRoom: "進入",
  roomNameBad: "房間名稱只能用文字、數字和連字號，最多 64 個。",
  privacy: "畫面和聲音在瀏覽器之間加密傳送，伺服器只負責牽線。",
  recent: "最近的房間，只記在這台裝置上",
  forget: (room) => `不再記住 ${isolated(room)}`,
  chatEmpty: "訊息直接在瀏覽器之間傳送，後來加入的人看不到之前的訊息。",
  say: "輸入訊息",
  send: "傳送",
  invite: "邀請",
  moveOwn: "你的畫面，可用方向鍵移動",
  tooLong: (units) => `超過 ${units} 個字元，請分幾次傳送。`,
  waits: "尚未送達",
  safetyText: [
    "畫面、聲音和訊息在瀏覽器之間加密傳送。伺服器只轉送它無法解讀的加密訊息，看不到任何畫面。",
    "金鑰在連結的 # 號之後，從不傳給伺服器。拿到連結的人都能加入。",
    "你需要信任的只有一處：提供這個頁面的網站，因為加密由它的程式碼完成。",
  ],
  safetyOpen:
    "這是公開房間，連結裡沒有金鑰。知道房間名稱的人都能加入，包括伺服器的管理者；核對下面的數字之前，無法確定對方是誰。從首頁開始通話，就能得到帶有金鑰的連結。",
  compare: "真的是對方嗎？",
  compareHint:
    "請互相唸出這些數字。兩邊相同，就沒有人夾在中間。如果不同，請離開，另開一個通話，換個方式傳送連結。",
  noCode: "尚未連線",
  matches: "數字相同",
  tryAgain: "再試一次",
  numbers: "連線數據",
  numbersOf: (name) => `與 ${isolated(name)} 的連線數據`,
  measuring: "正在測量",
  spared: { less: "頻寬不足，已降低畫質", sound: "頻寬不足，只有聲音" },
  sparing: {
    less: (name) => `頻寬不足，${name ? isolated(name) : "其他人"}看到的畫質已降低。`,
    sound: (name) => `頻寬不足，${name ? isolated(name) : "其他人"}只聽得到你的聲音。`,
    some: (count) => `頻寬不足，有 ${count} 人看到的畫質已降低。`,
  },
  path: { direct: "瀏覽器之間直接連線", relayed: "經由中繼" },
  receives: "接收",
  sends: "傳送",
  roundTrip: "往返時間",
  loss: "封包遺失",
  jitter: "抖動",
  frames: (rate) => `每秒 ${rate} 格`,
  slot: { camera: "畫面", screen: "螢幕", mic: "聲音" },
  alarm: "身分核對失敗",
  alarmText: (name) =>
    `有連結的人想冒充 ${
      isolated(name)
    }，已經拒絕。如果不確定通話中都是誰，請離開，另開一個通話，換個方式把連結傳給對方。`,
  alarmBy: (by, name) =>
    `${isolated(by)} 轉交了一則以 ${
      isolated(name)
    } 名義寫的訊息，但不是本人寫的，已經拒絕。如果你不信任 ${
      isolated(by)
    }，請離開通話，另開一個通話，換個方式傳送連結。`,
  remove: (name) => `移除 ${isolated(name)}`,
  removeText: "其他人都會移到新連結，舊連結隨之失效。",
  removeNot: "伺服器沒有回應，暫時無法移除任何人。",
  cancel: "取消",
  moving: "正在移到新連結",
  moved: "通話已改用新連結，舊連結失效。",
  movedBy: (name) => `${isolated(name)} 把通話移到了新連結。`,
  lock: "鎖定通話",
  lockHint: "鎖定後，即使有連結，也要通話中的人同意才能進來。",
  locked: "已鎖定",
  lockedBy: (name) => `${isolated(name)} 鎖定了通話。`,
  openedBy: (name) => `${isolated(name)} 解除了鎖定。`,
  knocks: (name) => `${isolated(name)} 想加入通話。`,
  moreKnocks: (count) => `還有 ${count} 人在等。`,
  admit: "允許加入",
  deny: "先不要",
  outside: "通話已鎖定",
  outsideHint: "已敲門，等裡面的人讓你進去。",
  outsideAmong: "這個房間裡另有人鎖定了通話，你已敲門。",
  denied: "這次沒有讓你進去",
  deniedHint: "一分鐘後可以再敲一次門。",
  knock: "再敲一次",
  leftBehind: "其他人已離開這個通話",
  leftBehindHint: "他們換了一個連結繼續，這裡不會再有人來。",
  alone: "還沒有其他人",
  aloneHint: "把連結傳給想見的人。",
  qrHint: "用手機掃描，就能從手機加入。",
  link: "房間連結",
  copy: "複製連結",
  share: "分享",
  qr: "QR 碼",
  rejoin: "重新加入",
  home: "回到首頁",
  insecureHelp: [
    "請在網址前加上 https:// 開啟，或在伺服器本機上用 http://localhost 開啟。",
    "伺服器的管理者可以用 deno task start --lan 啟動，再使用它顯示的 https 網址。",
  ],
  hide: "不讓其他人看到我的 IP 位址",
  hideHint: "畫面和聲音都經由這台伺服器的中繼。沒有中繼就無法接通。",
  hideNow: "切換時，通話會重新接通。",
  chooseSpeaker: "選擇揚聲器",
  wrote: (name, text) => `${isolated(name)}說：${text}`,
  raisedHand: (name) => `${isolated(name)} 舉手了`,
  shortcuts: "單鍵快速鍵",
  space: "空白鍵",
  holdToTalk: "靜音時按住說話",
  check: "檢查攝影機、聲音和網路",
  ending: {
    "bad-link": "請對方重新傳一次連結，或自己開始一個通話。",
    unsupported:
      "請用新版的 Chrome、Edge、Firefox 或 Safari 開啟連結。如果已經是新版，就是瀏覽器的設定或擴充功能禁止了通話：請在那裡允許 WebRTC。",
  },
};
