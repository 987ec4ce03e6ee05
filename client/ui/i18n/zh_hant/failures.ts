import type { Verdict } from "../../../state/diagnostics.ts";
import type { Explained } from "../en/failures.ts";

/** Why a pair does not connect, and the one thing that helps, by verdict, in Traditional Chinese. */
export const failures: Readonly<Record<Verdict, Explained>> = {
  connected: { why: "已連線。", help: "" },
  peer_silent: {
    why: "對方的頁面沒有回應。",
    help: "請對方重新整理頁面。",
  },
  no_relay: {
    why: "途中的網路不允許直接通話，這台伺服器也沒有設定中繼。",
    help: "請換一個網路，例如手機的個人熱點。",
  },
  relay_unreachable: {
    why: "途中的網路不允許直接通話，從這裡也連不上中繼。",
    help: "請換一個網路，或告訴伺服器的管理者。",
  },
  relay_address: {
    why: "無法直接通話，瀏覽器又不接受中繼的位址：",
    help: "請告訴伺服器的管理者：這個位址寫在 TURN_URLS 裡。",
  },
  relay_refused: {
    why: "無法直接通話，中繼又拒絕了密碼（401）。",
    help: "請告訴伺服器的管理者：TURN_SECRET 與 coturn 的 static-auth-secret 不一致，或時鐘不準。",
  },
  relay_full: {
    why: "無法直接通話，中繼也已經滿了（486）。",
    help: "請等其他人離開，頁面會繼續嘗試。",
  },
  no_path: {
    why: "直接連線和中繼都通不到對方。",
    help: "請對方換一個網路，從這裡使用中繼沒有問題。",
  },
  dtls_failed: {
    why: "雙方找得到彼此，但無法建立加密連線。",
    help: "請重新整理頁面，如果還是不行，請換一個網路。",
  },
  no_media: {
    why: "已連線，但沒有收到畫面和聲音。",
    help: "請對方重新整理頁面。",
  },
  unknown: {
    why: "無法建立連線，頁面判斷不出原因。",
    help: "請換一個網路或瀏覽器。",
  },
};
