import { createHmac, timingSafeEqual } from "node:crypto";

/** Unit of travel between processes. */
export interface Packet {
  /** The sender's node. */
  readonly from: string;
  /** A node, or a topic. */
  readonly to: string;
  /** Number of the sender's newest beat. */
  readonly beat: number;
  /** Number of the receiver's newest beat that the sender has heard: tells how old the packet is. */
  readonly heard: number;
  readonly body: string;
}

const HEAD = /^([A-Za-z0-9_-]{22}) ([A-Za-z0-9_.-]{1,64}) (\d{1,15}) (\d{1,15})$/;

// Synchronous, so that packets keep their order without a queue of promises.
const mac = (key: string, text: string) =>
  createHmac("sha256", key).update(text).digest("base64url");

/** Codec of one deployment: its packets begin with an HMAC-SHA-256 (RFC 2104) of the rest. */
export function packetCodec(key: string) {
  return {
    write({ from, to, beat, heard, body }: Packet): string {
      const text = `${from} ${to} ${beat} ${heard}\n${body}`;
      return `${mac(key, text)}\n${text}`;
    },
    /** The packet, or the reason why it is none of this deployment's. */
    read(packet: string): Packet | "forged" | "malformed" {
      const text = packet.slice(44);
      const [given, made] = [`${packet.slice(0, 44)}`, `${mac(key, text)}\n`].map((one) =>
        new TextEncoder().encode(one)
      );
      if (!given || given.length !== made?.length) return "malformed";
      if (!timingSafeEqual(given, made)) return "forged";
      const end = text.indexOf("\n");
      const [, from, to, beat, heard] = HEAD.exec(text.slice(0, Math.max(0, end))) ?? [];
      if (from === undefined || to === undefined) return "malformed";
      return { from, to, beat: Number(beat), heard: Number(heard), body: text.slice(end + 1) };
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
