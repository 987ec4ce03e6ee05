import type { CheckWords } from "../en/check.ts";

const n = (value: number) => String(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));

/** The words of the check page, in Simplified Chinese. */
export const check: CheckWords = {
  intro: "在这台设备上试一试摄像头、麦克风，以及通往对方的每条路。大约半分钟，没有别人参与。",
  begin: "开始检查",
  again: "再查一次",
  copy: "复制报告",
  copied: "已复制",
  report: "检查报告，可手动复制",
  copyHint: "可发给服务器的管理者，里面没有地址，也没有名字。",
  tone: "播放提示音",
  yes: "听到了",
  no: "没听到",
  running: "正在检查",
  summary: {
    good: "这里可以正常通话。",
    note: "这里可以通话，有几点值得了解。",
    bad: "有些问题影响通话，红色的几行写着解决办法。",
  },
  mark: { good: "正常", note: "值得了解", bad: "需要解决" },
  group: { device: "这台设备", server: "这台服务器", ways: "通往对方的路" },
  topic: {
    secure: "安全网页",
    browser: "浏览器",
    camera: "摄像头",
    microphone: "麦克风",
    speaker: "扬声器",
    server: "与服务器的连接",
    direct: "直接通话",
    outside: "从外面看",
    udp: "UDP 中继",
    tcp: "TCP 中继",
    tls: "TLS 中继",
    speed: "速度",
  },
  says: {
    secure: "网页是安全的，浏览器允许它使用摄像头和麦克风。",
    insecure: "当前网页不是 HTTPS，请在网址前加上 https:// 打开。",
    capable: "这个浏览器可以通话。",
    "no-webrtc": "这个浏览器无法通话。请用新版的 Chrome、Edge、Firefox 或 Safari，并允许 WebRTC。",
    answers: (ms) => `服务器在 ${n(ms)} 毫秒内回应。`,
    "answers-late": (ms) =>
      `服务器要 ${n(ms)} 毫秒才回应，有些久。通话开始得慢一些，接通后不再经过服务器。`,
    busy: "服务器正忙，请过一分钟再试。",
    silent:
      "服务器没有通过 WebSocket 回应，可能被中间的代理或防火墙拦住。请换个网络，或请网络管理者放行。",
    forbidden:
      "服务器不接受这个网址的网页：前面的代理要原样传递 Host，包括端口。请告诉服务器的管理者。",
    "no-upgrade":
      "服务器有回应，但 WebSocket 过不去：中间的代理或防火墙丢掉了 Upgrade 头。请换个网络，或告诉服务器的管理者。",
    picture: (width, height) => `摄像头画面为 ${width} × ${height}。`,
    heard: "麦克风听得到你。",
    quiet: "麦克风已打开，但没有声音。请说句话再查一次，仍然没有就在系统设置里换一个。",
    listen: "请播放提示音，听一听。",
    "tone-heard": "扬声器正常。",
    "tone-unheard": "请调高音量，并在系统设置里看看是否选对了扬声器。",
    direct: (ms) => `浏览器内部的通话已接通，往返 ${n(ms)} 毫秒。`,
    "direct-fails":
      "浏览器连自己都接不通。可能有扩展程序或公司规定拦住了 WebRTC，请放行或换个浏览器。",
    outside: "UDP 数据进出正常，多数通话可以直连。",
    "outside-none": "没有 STUN 服务器通过 UDP 应答。同一网络内可以直连，其他通话要走中继。",
    "outside-unasked": "未检查：这里没有设置 STUN 服务器，在同一网络内也不需要。",
    "relay-works": (ms) => `通话可以通过，往返 ${n(ms)} 毫秒。`,
    "relay-refused":
      "TURN 有回应，但拒绝了密码（401）：服务器的 TURN_SECRET 与 coturn 的 static-auth-secret 不一致。请告诉服务器的管理者。",
    "relay-full": "TURN 有回应，但已满（486）。请稍后再试，管理者可以调高 coturn 的配额。",
    "relay-silent":
      "TURN 没有回应。可能是端口未开、地址有误，或被防火墙拦住。请换个网络，或告诉服务器的管理者。",
    "relay-empty":
      "TURN 走不通：没有回应，或拒绝了密码，这个浏览器说不清是哪一种。用 Chrome 再查一次就知道。",
    "relay-stuck":
      "TURN 接受了，但数据过不去：中继端口（UDP 49152 到 65535）未开，或 external-ip 有误。请告诉服务器的管理者。",
    "relay-odd": "浏览器不接受这个地址，管理者可以在 TURN_URLS 里找到它。",
    "relay-unset": "这台服务器没有设置。",
    "relay-none":
      "这里没有设置中继。同一网络内不需要，经过互联网时，有些通话没有它就接不通（TURN_URLS）。",
    "relay-missing": "服务器此刻没有中继的密码，管理者可以在 /healthz 查到原因。",
    "udp-blocked": "这里的 UDP 被拦住，通话改走 TCP。",
    detour: "这条路没有回应，通话会走另一条可用的路。",
    "speed-good": (rate, lost) => `经过中继每秒 ${n(rate)} 兆比特，丢失 ${n(lost)}%。`,
    "speed-thin": (rate, lost) =>
      `经过中继每秒 ${n(rate)} 兆比特，丢失 ${
        n(lost)
      }%。带不动画面，请关闭摄像头，或换更快的网络。`,
    "speed-lossy": (rate, lost) =>
      `经过中继每秒 ${n(rate)} 兆比特，但丢失 ${
        n(lost)
      }%。声音和画面会断续，请靠近路由器，或改用网线。`,
    "speed-here": (rate, lost) =>
      `在设备内部每秒 ${n(rate)} 兆比特，丢失 ${n(lost)}%。没有中继，无法测量网络本身。`,
    "speed-unknown": "没有测到结果。",
  },
};
