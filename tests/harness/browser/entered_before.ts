/**
 * Runs in a page before its own scripts: it has been in the room of this link before, on this
 * device, so that `join=1` is heeded. What the page remembers by itself stays.
 */
export function enteredBefore(link: string): void {
  const { origin, hash } = new URL(link);
  const name = decodeURIComponent(hash.split("/")[1]?.split("?")[0] ?? "");
  const key = hash.split("?")[0]?.split("/")[2];
  const href = `${origin}/#/${encodeURIComponent(name)}${key ? `/${key}` : ""}`;
  try {
    const rooms: { href: string }[] = JSON.parse(localStorage.getItem("visavis.rooms") ?? "[]");
    if (rooms.some((room) => room.href === href)) return;
    localStorage.setItem("visavis.rooms", JSON.stringify([{ name, href }, ...rooms]));
  } catch {
    // A blank page has no storage.
  }
}
