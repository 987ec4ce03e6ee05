import type { DeferredWords } from "../en/deferred.ts";

/** Words on backgrounds and on the treatment of the own sound, in Simplified Chinese. */
export const effects: DeferredWords["effects"] = {
  background: "背景",
  none: "原样",
  blur: "模糊",
  moreBlur: "更模糊",
  colour: "纯色",
  picture: "图片",
  pickColour: "背景颜色",
  pickPicture: "选择图片",
  backgroundHint:
    "在此设备上绘制，需要从本服务器下载约 700 kB。你的图片不会离开此设备。预览就是其他人看到的画面。",
  preparing: "正在准备背景，暂时没有人看得到你的画面。",
  sound: "我的声音",
  usual: "由浏览器处理",
  clean: "去除更多噪声",
  original: "原声",
  soundHint: {
    usual: "由浏览器消除回声和噪声，并调节音量。",
    clean: "键盘、风扇和街道的声音也会去除，音乐会受影响。",
    original: "适合音乐：不去除任何声音，请戴耳机。立体声，128 kbit/s。",
  },
  problem: {
    "slow":
      "此设备速度不够，无法绘制背景。背景和摄像头都已关闭。打开摄像头后，其他人会看到你的房间。",
    "background-failed":
      "此浏览器无法绘制背景。背景和摄像头都已关闭。打开摄像头后，其他人会看到你的房间。",
    "sound-failed": "此浏览器无法去除更多噪声，声音仍由浏览器处理。",
    "no-picture": "浏览器无法读取此图片，请另选一张。",
  },
};
