/** Slice of the Badging API that is used (W3C Badging API §5); some browsers have none. */
export interface Badges {
  setAppBadge?(count: number): Promise<void>;
  clearAppBadge?(): Promise<void>;
}

/** Shows a count on the icon of the installed page; none for 0. */
export function showBadge(badges: Badges, count: number): void {
  const shown = count > 0 ? badges.setAppBadge?.(count) : badges.clearAppBadge?.();
  // Rejects where the system shows none; the title counts as well.
  shown?.catch(() => {});
}
