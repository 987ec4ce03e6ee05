import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";

// Synchronous, so that packets keep their order without a queue of promises.
const mac = (key: string, text: string) =>
  createHmac("sha256", key).update(text).digest("base64url");

/** Subjects of one deployment, made from its key: none holds a text that a page chose. */
export function subjectsOf(key: string) {
  const prefix = `visavis.${mac(key, "prefix").slice(0, 16)}`;
  return {
    /** Keeps deployments apart that share a server, or a process. */
    prefix,
    node: (node: string) => `${prefix}.${node}`,
    topic: (topic: string) => `${prefix}.room.${mac(key, `room ${topic}`).slice(0, 22)}`,
  };
}

/** Signs what a subject carries, a list of lines: an HMAC-SHA-256 (RFC 2104) goes before them. */
export function sign(key: string, subject: string, lines: readonly string[]): string {
  const text = lines.join("\n");
  return `${mac(key, `${subject}\n${text}`)}\n${text}`;
}

/** The lines; null if they were not signed with this key for this subject. */
export function verify(key: string, subject: string, packet: string): string[] | null {
  const [given = "", ...lines] = packet.split("\n");
  const made = mac(key, `${subject}\n${packet.slice(given.length + 1)}`);
  return /^[\w-]{43}$/.test(given) && timingSafeEqual(Buffer.from(given), Buffer.from(made))
    ? lines
    : null;
}
