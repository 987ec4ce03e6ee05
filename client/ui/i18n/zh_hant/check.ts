import type { CheckWords } from "../en/check.ts";

const n = (value: number) => String(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));

/** The words of the check page, in Traditional Chinese. */
export const check: CheckWords = {
  intro: "在這台裝置上試試攝影機、麥克風，以及通往對方的每條路。大約半分鐘，沒有其他人參與。",
  begin: "開始檢查",
  again: "再檢查一次",
  copy: "複製報告",
  copied: "已複製",
  report: "檢查報告，可手動複製",
  copyHint: "可以傳給伺服器的管理者，裡面沒有位址，也沒有名字。",
  tone: "播放提示音",
  yes: "聽到了",
  no: "沒聽到",
  running: "正在檢查",
  summary: {
    good: "這裡可以正常通話。",
    note: "這裡可以通話，有幾點值得留意。",
    bad: "有些問題影響通話，紅色的幾行寫著解決辦法。",
  },
  mark: { good: "正常", note: "值得留意", bad: "需要解決" },
  group: { device: "這台裝置", server: "這台伺服器", ways: "通往對方的路" },
  topic: {
    secure: "安全網頁",
    browser: "瀏覽器",
    camera: "攝影機",
    microphone: "麥克風",
    speaker: "揚聲器",
    server: "與伺服器的連線",
    direct: "直接通話",
    outside: "從外面看",
    udp: "UDP 中繼",
    tcp: "TCP 中繼",
    tls: "TLS 中繼",
    speed: "速度",
  },
  says: {
    secure: "網頁是安全的，瀏覽器允許它使用攝影機和麥克風。",
    insecure: "這個網頁不是 HTTPS，請在網址前加上 https:// 開啟。",
    capable: "這個瀏覽器可以通話。",
    "no-webrtc": "這個瀏覽器無法通話。請用新版的 Chrome、Edge、Firefox 或 Safari，並允許 WebRTC。",
    answers: (ms) => `伺服器在 ${n(ms)} 毫秒內回應。`,
    "answers-late": (ms) =>
      `伺服器要 ${n(ms)} 毫秒才回應，有點久。通話開始得慢一些，接通後不再經過伺服器。`,
    busy: "伺服器忙碌中，請過一分鐘再試。",
    silent:
      "伺服器沒有透過 WebSocket 回應，可能被中間的代理伺服器或防火牆擋住。請換個網路，或請網路管理者放行。",
    forbidden:
      "伺服器不接受這個網址的網頁：前面的代理伺服器要原樣傳遞 Host，包括連接埠。請告訴伺服器的管理者。",
    "no-upgrade":
      "伺服器有回應，但 WebSocket 過不去：中間的代理伺服器或防火牆丟掉了 Upgrade 標頭。請換個網路，或告訴伺服器的管理者。",
    picture: (width, height) => `攝影機的畫面是 ${width} × ${height}。`,
    heard: "麥克風聽得到你。",
    quiet: "麥克風已開啟，但沒有聲音。請說句話再檢查一次，還是沒有就在系統設定裡換一支。",
    listen: "請播放提示音，聽聽看。",
    "tone-heard": "揚聲器正常。",
    "tone-unheard": "請調高音量，並在系統設定裡看看是否選對了揚聲器。",
    direct: (ms) => `瀏覽器內部的通話已接通，往返 ${n(ms)} 毫秒。`,
    "direct-fails":
      "瀏覽器連自己都接不通。可能有擴充功能或公司規定擋住了 WebRTC，請放行或換個瀏覽器。",
    outside: "UDP 封包進出正常，多數通話可以直接連線。",
    "outside-none": "沒有 STUN 伺服器透過 UDP 回應。同一個網路內可以直接連線，其他通話要經由中繼。",
    "outside-unasked": "未檢查：這裡沒有設定 STUN 伺服器，在同一個網路內也不需要。",
    "relay-works": (ms) => `通話可以通過，往返 ${n(ms)} 毫秒。`,
    "relay-refused":
      "TURN 有回應，但拒絕了密碼（401）：伺服器的 TURN_SECRET 與 coturn 的 static-auth-secret 不一致。請告訴伺服器的管理者。",
    "relay-full": "TURN 有回應，但已經滿了（486）。請稍後再試，管理者可以調高 coturn 的配額。",
    "relay-silent":
      "TURN 沒有回應。可能是連接埠未開、位址不對，或被防火牆擋住。請換個網路，或告訴伺服器的管理者。",
    "relay-empty":
      "TURN 走不通：沒有回應，或拒絕了密碼，這個瀏覽器說不出是哪一種。用 Chrome 再檢查一次就知道。",
    "relay-stuck":
      "TURN 接受了，但資料過不去：中繼的連接埠（UDP 49152 到 65535）未開，或 external-ip 不對。請告訴伺服器的管理者。",
    "relay-odd": "瀏覽器不接受這個位址，管理者可以在 TURN_URLS 裡找到它。",
    "relay-unset": "這台伺服器沒有設定。",
    "relay-none":
      "這裡沒有設定中繼。同一個網路內不需要；經過網際網路時，有些通話沒有它就接不通（TURN_URLS）。",
    "relay-missing": "伺服器現在沒有中繼的密碼，管理者可以在 /healthz 查到原因。",
    "udp-blocked": "這裡的 UDP 被擋住，通話改走 TCP。",
    detour: "這條路沒有回應，通話會走另一條可用的路。",
    "speed-good": (rate, lost) => `經由中繼每秒 ${n(rate)} Mbit，遺失 ${n(lost)}%。`,
    "speed-thin": (rate, lost) =>
      `經由中繼每秒 ${n(rate)} Mbit，遺失 ${
        n(lost)
      }%。不夠傳送畫面，請關閉攝影機，或換更快的網路。`,
    "speed-lossy": (rate, lost) =>
      `經由中繼每秒 ${n(rate)} Mbit，但遺失 ${
        n(lost)
      }%。聲音和畫面會斷斷續續，請靠近 Wi-Fi 基地台，或改用網路線。`,
    "speed-here": (rate, lost) =>
      `在裝置內部每秒 ${n(rate)} Mbit，遺失 ${n(lost)}%。沒有中繼，無法測量網路本身。`,
    "speed-unknown": "沒有測到結果。",
  },
};
