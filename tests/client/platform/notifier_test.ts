import { assertEquals } from "@std/assert";
import { type Notifications, notify } from "../../../client/platform/notifier.ts";

const NOTE = { title: "room", body: "Bob wants to come in.", tag: "knock" };

interface Shown {
  readonly title: string;
  readonly options: NotificationOptions;
}

function allowed(permission: NotificationPermission, shown: Shown[], fails = false) {
  return class {
    static readonly permission = permission;
    static requestPermission = () => Promise.resolve(permission);
    onclick: Notification["onclick"] = null;
    constructor(title: string, options: NotificationOptions) {
      if (fails) throw new TypeError("Illegal constructor");
      shown.push({ title, options });
    }
    close() {}
  } satisfies Notifications;
}

Deno.test("notify: shows nothing that was not allowed", () => {
  const shown: Shown[] = [];
  notify(undefined, NOTE, () => {});
  notify(allowed("default", shown), NOTE, () => {});
  notify(allowed("denied", shown), NOTE, () => {});
  assertEquals(shown, []);
  notify(allowed("granted", shown), NOTE, () => {});
  assertEquals(shown, [{ title: "room", options: { body: NOTE.body, tag: "knock" } }]);
});

Deno.test("notify: a browser that wants a service worker for it is no fault", () => {
  notify(allowed("granted", [], true), NOTE, () => {});
});
