import { createHmac, timingSafeEqual } from "node:crypto";

/** Unit of travel between processes: an announcement, or mail. */
export interface Packet {
  /** The sender's node. */
  readonly from: string;
  /** A node, or a topic. */
  readonly to: string;
  /** Texts without line breaks. */
  readonly texts: readonly string[];
}

const bytes = (text: string) => new TextEncoder().encode(text);

// Synchronous, so that packets keep their order without a queue of promises.
const mac = (key: string, text: string) =>
  createHmac("sha256", key).update(text).digest("base64url");

/** Codec of one deployment: its packets begin with an HMAC-SHA-256 (RFC 2104) of the rest. */
export function packetCodec(key: string) {
  return {
    write({ from, to, texts }: Packet): string {
      const text = [from, to, ...texts].join("\n");
      return `${mac(key, text)}\n${text}`;
    },
    /** The packet; null if it is none of this deployment's. */
    read(packet: string): Packet | null {
      const [given = "", from = "", to = "", ...texts] = packet.split("\n");
      const made = mac(key, packet.slice(given.length + 1));
      const isOurs = /^[\w-]{43}$/.test(given) && timingSafeEqual(bytes(given), bytes(made));
      return isOurs ? { from, to, texts } : null;
    },
  };
}

/** Topics of a deployment, made from its key: none holds a text that a page chose. */
export function topicsOf(key: string) {
  return {
    /** Keeps deployments apart that share a server. */
    prefix: `visavis.${mac(key, "prefix").slice(0, 16)}`,
    topic: (room: string) => `room.${mac(key, `room ${room}`).slice(0, 22)}`,
  };
}
