/** Slice of the Notifications API that is used (WHATWG Notifications §3). */
export interface Notifications {
  readonly permission: NotificationPermission;
  requestPermission(): Promise<NotificationPermission>;
  new (title: string, options: NotificationOptions): Pick<Notification, "close" | "onclick">;
}

/** Notifications of this browser; undefined where it has none. */
export const browserNotifications = (): Notifications | undefined =>
  "Notification" in globalThis ? Notification : undefined;

/** Tells something outside of the page; a later one of the same `tag` takes the place of the former. */
export function notify(
  notifications: Notifications | undefined,
  { title, body, tag }: Readonly<{ title: string; body: string; tag: string }>,
  clicked: () => void,
): void {
  if (notifications?.permission !== "granted") return;
  try {
    const shown = new notifications(title, { body, tag });
    shown.onclick = () => {
      shown.close();
      clicked();
    };
  } catch {
    // Chromium on Android wants a service worker for it: the title and the badge tell as well.
  }
}
