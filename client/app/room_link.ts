import { isRecentRoom } from "../platform/recent_rooms.ts";
import { decode } from "../call/security/base64url.ts";

/** Contents of a link: the room, its key, and how to enter it. */
export interface Link {
  readonly name: string;
  /** 32 bytes as base64url, or empty for an open room. */
  readonly key: string;
  readonly entry: Entry;
}

/** The options for embedding and automation, from the fragment's query. */
export interface Entry {
  readonly name: string | null;
  /** Without the lobby, where the page allows it. */
  readonly join: boolean;
  readonly mic: boolean;
  readonly camera: boolean;
  /** Media go by a relay alone. */
  readonly relay: boolean;
}

/** Screen that a fragment leads to if it enters no room. */
export type LinkScreen = "landing" | "check" | "watch" | "bad-link";

const KEY_BYTES = 32;
const NAME = /^[\p{L}\p{M}\p{N}-]{1,64}$/u;

/** The room name as everybody spells it (NFC), or null when it cannot be one. */
export function roomName(text: string): string | null {
  const name = text.trim().normalize("NFC");
  return NAME.test(name) ? name : null;
}

/**
 * Reads a location's fragment: `#/<room name>[/<key>][?name=…&join=1&mic=1&cam=1]`; or names the
 * screen that it leads to: "landing" when there is none, "check" for the page that tries everything
 * (a room of that name needs a key), "watch" when `watch=1` is in it, "bad-link" when it is not a
 * link: never a guess.
 */
export function parseLink(fragment: string): Link | LinkScreen {
  const text = fragment.replace(/^#/, "");
  if (text === "/check") return "check";
  if (/[?&]watch=1/.test(text)) return "watch";
  if (text === "" || text === "/") return "landing";
  const mark = text.indexOf("?");
  const path = mark < 0 ? text : text.slice(0, mark);
  const [root, first, ...rest] = path.split("/");
  if (root !== "" || !first) return "bad-link";
  const name = decodeName(first);
  if (name === null) return "bad-link";
  const key = rest.length > 0 ? keyIn(rest.join("/")) : "";
  if (key === null) return "bad-link";
  return { name, key, entry: readEntry(mark < 0 ? "" : text.slice(mark + 1)) };
}

/** The fragment of a room, without entry options. */
export function formatLink(name: string, key: string): string {
  return `#/${encodeURIComponent(name)}${key ? `/${key}` : ""}`;
}

/** Address of a room, as people share it. */
export function roomHref(origin: string, { name, key }: Pick<Link, "name" | "key">): string {
  return `${origin}/${formatLink(name, key)}`;
}

/** True if the page enters without a lobby: a link that anybody may have sent puts nobody on the air. */
export function entersAtOnce(link: Link, local: Storage | null, origin: string): boolean {
  return link.entry.join && isRecentRoom(local, roomHref(origin, link));
}

/**
 * The key at the start of what messengers made of it: they take a full stop or a bracket into the
 * link, and add `&appinstall=0`. A key has 43 characters, so what follows them is known to be
 * foreign where it cannot belong to a longer key.
 */
function keyIn(text: string): string | null {
  const key = /^[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/.exec(text)?.[0] ?? "";
  return decode(key)?.length === KEY_BYTES ? key : null;
}

function decodeName(text: string): string | null {
  try {
    const once = decodeURIComponent(text);
    // Encoded twice: a name has no % in it.
    return roomName(once) ?? roomName(decodeURIComponent(once));
  } catch {
    return null;
  }
}

function readEntry(query: string): Entry {
  const options = new URLSearchParams(query);
  return {
    name: options.get("name"),
    join: options.get("join") === "1",
    mic: options.get("mic") !== "0",
    camera: options.get("cam") !== "0",
    relay: options.get("relay") === "1",
  };
}
