import type { DeferredWords } from "../en/deferred.ts";

/** Words on new versions of the page, in Simplified Chinese. */
export const update: DeferredWords["update"] = {
  title: "本页面有新版本",
  compare: "你仍在使用已接受的版本。新版本的编号可以向服务器的管理者核对。",
  unnamed: "服务器更换了页面，但没有给出版本编号。你仍在使用已接受的版本。",
  worker:
    "服务器更换了在浏览器中保留本页面的脚本，却没有与之配套的完整版本。请询问服务器的管理者。你接受之后，或关闭本页面的最后一个标签页之后，新脚本就会运行。",
  required: "服务器已更新，你接受的版本无法再用它通话。",
  current: "已接受的版本",
  next: "新版本",
  take: "使用新版本",
};
