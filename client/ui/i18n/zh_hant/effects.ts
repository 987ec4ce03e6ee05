import type { DeferredWords } from "../en/deferred.ts";

/** Words on backgrounds and on the treatment of the own sound, in Traditional Chinese. */
export const effects: DeferredWords["effects"] = {
  background: "背景",
  none: "原樣",
  blur: "模糊",
  moreBlur: "更模糊",
  colour: "純色",
  picture: "圖片",
  pickColour: "背景顏色",
  pickPicture: "選擇圖片",
  backgroundHint:
    "在這台裝置上繪製，需要從本伺服器下載約 700 kB。你的圖片不會離開這台裝置。預覽就是其他人看到的畫面。",
  preparing: "正在準備背景，暫時沒有人看得到你的畫面。",
  sound: "我的聲音",
  usual: "由瀏覽器處理",
  clean: "去除更多雜音",
  original: "原聲",
  soundHint: {
    usual: "由瀏覽器消除回音和雜音，並調整音量。",
    clean: "鍵盤、風扇和街道的聲音也會去除，音樂會受影響。",
    original: "適合音樂：不去除任何聲音，請戴耳機。立體聲，128 kbit/s。",
  },
  problem: {
    "slow":
      "這台裝置速度不夠，無法繪製背景。背景和攝影機都已關閉。開啟攝影機後，其他人會看到你的房間。",
    "background-failed":
      "這個瀏覽器無法繪製背景。背景和攝影機都已關閉。開啟攝影機後，其他人會看到你的房間。",
    "sound-failed": "這個瀏覽器無法去除更多雜音，聲音仍由瀏覽器處理。",
    "no-picture": "瀏覽器無法讀取這張圖片，請另選一張。",
  },
};
