import { Buffer } from "node:buffer";
import { Audio, PeerConnection, type Track, Video } from "node-datachannel";
import type { EncodedMedia } from "./browser/encoded_media.ts";
import { until } from "./browser/wait_until.ts";
import { isPassing, type StudioLink } from "./browser/whip_page.ts";

/** A publisher as OBS is one: libdatachannel, whose offer names no candidate. */
export interface StudioPublisher extends Disposable {
  readonly status: number;
  readonly link: string | null;
  state(): string;
  end(): Promise<number>;
}

/** Bytes of a packet's payload. */
const MAX_PAYLOAD_BYTES = 1100;
const [VIDEO, AUDIO] = [96, 111];

/** Publishes these frames, again and again. */
export async function publishStudio(
  { url, token }: StudioLink,
  media: EncodedMedia,
  codec: "vp8" | "h264",
): Promise<StudioPublisher> {
  const rtc = new PeerConnection("studio", { iceServers: [] });
  const [audio, video] = [new Audio("audio", "SendOnly"), new Video("video", "SendOnly")];
  audio.addOpusCodec(AUDIO);
  audio.addSSRC(1, "studio", "studio", "audio");
  if (codec === "vp8") video.addVP8Codec(VIDEO);
  else video.addH264Codec(VIDEO);
  video.addSSRC(2, "studio", "studio", "video");
  const tracks = { audio: rtc.addTrack(audio), video: rtc.addTrack(video) };
  rtc.setLocalDescription("offer");
  const offer = rtc.localDescription()?.sdp ?? "";
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/sdp" };
  const body = offer.replace(/^a=(?:candidate|end-of-candidates).*\r?\n/gm, "");
  const { response, answer } = await until("an answer to the offer", async () => {
    const response = await fetch(url, { method: "POST", headers, body });
    const answer = await response.text();
    return !isPassing(response.status) && { response, answer };
  });
  const { status } = response;
  if (status === 201) rtc.setRemoteDescription(answer, "answer");
  const life = new AbortController();
  const payloads = media[codec].map((frame) => payloadsOf(codec, Buffer.from(frame, "base64")));
  const sound = media.opus.map((frame) => [Buffer.from(frame, "base64")]);
  send(tracks.video, payloads, { type: VIDEO, ssrc: 2, ms: 50, ticks: 4500 }, life.signal);
  send(tracks.audio, sound, { type: AUDIO, ssrc: 1, ms: 20, ticks: 960 }, life.signal);
  return {
    status,
    link: response.headers.get("link"),
    state: () => rtc.state(),
    async end() {
      const location = new URL(response.headers.get("location") ?? "", url);
      const { status, body } = await fetch(location, { method: "DELETE", headers });
      await body?.cancel();
      return status;
    },
    [Symbol.dispose]() {
      life.abort();
      rtc.close();
    },
  };
}

/** Sends frames as RTP packets, at their pace (RFC 3550 §5.1). */
function send(
  track: Track,
  frames: readonly (readonly Buffer[])[],
  { type, ssrc, ms, ticks }: { type: number; ssrc: number; ms: number; ticks: number },
  signal: AbortSignal,
): void {
  let [count, sequence] = [0, 0];
  const timer = setInterval(() => {
    if (!track.isOpen()) return;
    const parts = frames[count % frames.length] ?? [];
    parts.forEach((payload, at) => {
      const header = Buffer.alloc(12);
      const isLast = at === parts.length - 1 && type === VIDEO;
      header.writeUInt8(0x80, 0);
      header.writeUInt8(type | (isLast ? 0x80 : 0), 1);
      header.writeUInt16BE(sequence++ & 0xffff, 2);
      header.writeUInt32BE((count * ticks) >>> 0, 4);
      header.writeUInt32BE(ssrc, 8);
      try {
        track.sendMessageBinary(Buffer.concat([header, payload]));
      } catch {
        // Closed by the other side since: the library has threads of its own.
      }
    });
    count++;
  }, ms);
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
}

/** Payloads of one picture: RFC 7741 for VP8, RFC 6184 for H.264. */
function payloadsOf(codec: "vp8" | "h264", frame: Buffer): Buffer[] {
  if (codec === "vp8") {
    return pieces(frame).map((part, at) => Buffer.concat([Buffer.of(at === 0 ? 0x10 : 0), part]));
  }
  return unitsOf(frame).flatMap((unit) => {
    if (unit.length <= MAX_PAYLOAD_BYTES) return [unit];
    const [head = 0] = unit;
    const parts = pieces(unit.subarray(1));
    return parts.map((part, at) => {
      const edge = (at === 0 ? 0x80 : 0) | (at === parts.length - 1 ? 0x40 : 0);
      return Buffer.concat([Buffer.of(head & 0xe0 | 28, edge | head & 0x1f), part]);
    });
  });
}

/** Start code of a NAL unit (H.264, annex B). */
const START_CODE = new RegExp("\0\0\0?\u0001", "g");

/** NAL units between start codes. */
function unitsOf(frame: Buffer): Buffer[] {
  const starts = [...frame.toString("latin1").matchAll(START_CODE)];
  return starts.map((start, at) =>
    frame.subarray(start.index + start[0].length, starts[at + 1]?.index)
  );
}

function pieces(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += MAX_PAYLOAD_BYTES) {
    found.push(bytes.subarray(at, at + MAX_PAYLOAD_BYTES));
  }
  return found;
}
