import type { Verdict } from "../../../state/diagnostics.ts";
import type { Explained } from "../en/failures.ts";

/** Why a pair does not connect, and the one thing that helps, by verdict, in Simplified Chinese. */
export const failures: Readonly<Record<Verdict, Explained>> = {
  connected: { why: "已连接。", help: "" },
  peer_silent: {
    why: "对方的页面没有应答。",
    help: "请对方刷新页面。",
  },
  no_relay: {
    why: "途中的网络不允许直接通话，且此服务器未配置中继。",
    help: "请换一个网络，例如手机热点。",
  },
  relay_unreachable: {
    why: "途中的网络不允许直接通话，从这里也连不上中继。",
    help: "请换一个网络，或告知服务器的管理者。",
  },
  relay_address: {
    why: "无法直接通话，浏览器又不接受中继的地址：",
    help: "请告知服务器的管理者：这个地址写在 TURN_URLS 里。",
  },
  relay_refused: {
    why: "无法直接通话，中继又拒绝了密码（401）。",
    help: "请告知服务器的管理者：TURN_SECRET 与 coturn 的 static-auth-secret 不一致，或时钟不准。",
  },
  relay_full: {
    why: "无法直接通话，中继也已满员（486）。",
    help: "请等其他人离开，页面会继续尝试。",
  },
  no_path: {
    why: "直接连接和中继都通不到对方。",
    help: "请对方换一个网络，从这里用中继没有问题。",
  },
  dtls_failed: {
    why: "双方能找到对方，但加密连接无法建立。",
    help: "请刷新页面，若仍不行，请换一个网络。",
  },
  no_media: {
    why: "已连接，但没有收到画面和声音。",
    help: "请对方刷新页面。",
  },
  unknown: {
    why: "连接未能建立，页面无法判断原因。",
    help: "请换一个网络或浏览器。",
  },
};
