import type { DeferredWords } from "../en/deferred.ts";

/** Words on new versions of the page, in Traditional Chinese. */
export const update: DeferredWords["update"] = {
  title: "本頁面有新版本",
  compare: "你仍在使用已接受的版本。新版本的編號可以向伺服器的管理者核對。",
  unnamed: "伺服器更換了頁面，但沒有給出版本編號。你仍在使用已接受的版本。",
  worker:
    "伺服器更換了在瀏覽器中保留本頁面的指令碼，卻沒有與之配套的完整版本。請詢問伺服器的管理者。你接受之後，或關閉本頁面的最後一個分頁之後，新指令碼就會執行。",
  required: "伺服器已更新，你接受的版本無法再用它通話。",
  current: "已接受的版本",
  next: "新版本",
  take: "使用新版本",
};
