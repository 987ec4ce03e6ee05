import type { Kind } from "./browser_binaries.ts";
import type { TestRoom } from "./test_room.ts";
import { until } from "./wait_until.ts";
import { isPassing, openClientPage, type StudioLink } from "./whip_page.ts";

/** Players by other makers: `whip-whep`, and `@eyevinn/webrtc-player`. */
export type WhepPlayer = "medooze" | "eyevinn";

/** A page of another origin, which plays by a client that knows nothing of this service (WHEP). */
export interface WhepPage extends AsyncDisposable {
  /** Has a new client post one offer, and gives the status of its answer. */
  post(player?: WhepPlayer): Promise<number>;
  /**
   * Has a new client play, again while no page answers, and waits until it decodes and hears. Gives
   * the milliseconds from its offer to the first decoded frame.
   */
  play(player?: WhepPlayer): Promise<number>;
  /** Waits until the client has decoded some more frames. */
  playsOn(): Promise<void>;
  /** Has the client end; gives the status of its DELETE. */
  end(): Promise<number | undefined>;
  /** Statuses of requests by this method so far. */
  statuses(method: string): Promise<number[]>;
}

/** Frames of a picture after which it plays. */
const PLAYED = 20;

/** Opens it in this room. */
export async function openWhepPage(
  testRoom: Pick<TestRoom, "open" | "expect">,
  kind: Kind,
  link: StudioLink,
): Promise<WhepPage> {
  const { page, server, exchanges } = await openClientPage(testRoom, kind);
  testRoom.expect(/Request rejected|WebRTC-player|Set video element remote stream/);
  const received = () => page.evaluate(receive);
  const statuses = async (method: string) =>
    (await exchanges()).filter((one) => one.method === method).map(({ status }) => status);

  async function post(player: WhepPlayer = "medooze"): Promise<number> {
    const before = (await statuses("POST")).length;
    await page.evaluate(view, player, link);
    return await until("an answer to the player", async () => (await statuses("POST"))[before]);
  }

  async function playsOn(): Promise<void> {
    const { frames: before } = await received();
    await until(`decoded frames and sound in ${kind}`, async () => {
      const { frames, bytes } = await received();
      return frames >= before + PLAYED && bytes > 0;
    }, received);
  }

  return {
    post,
    async play(player) {
      const status = await until("a page that answers the player", async () => {
        const status = await post(player);
        return !isPassing(status) && status;
      });
      if (status !== 201) throw new Error(`the player heard ${status}`);
      await playsOn();
      const offered = (await exchanges()).findLast(({ method }) => method === "POST");
      const first = await page.evaluate(() => (globalThis as unknown as Playing).first);
      return (first ?? NaN) - (offered?.asked ?? NaN);
    },
    playsOn,
    async end() {
      await page.evaluate(() => (globalThis as unknown as Playing).playing?.stop());
      return (await statuses("DELETE")).at(-1);
    },
    statuses,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Frames of the picture that were decoded, and bytes of sound. */
interface Received {
  readonly frames: number;
  readonly bytes: number;
}

/** Globals of the page. */
interface Playing {
  readonly whip: {
    readonly player: new () => {
      view(rtc: RTCPeerConnection, url: string, token: string): Promise<void>;
      stop(): Promise<void>;
    };
    readonly WebRTCPlayer: new (options: {
      readonly video: HTMLVideoElement;
      readonly type: "whep";
      readonly iceServers: readonly [];
    }) => {
      readonly peer: RTCPeerConnection;
      /** The key is the whole header `Authorization`. */
      load(url: URL, key: string): Promise<void>;
      unload(): Promise<void>;
      destroy(): void;
    };
  };
  playing?: {
    readonly rtc: () => RTCPeerConnection;
    /** Ends the session. */
    readonly stop: () => Promise<void>;
    /** Leaves it as it is, and plays no more. */
    readonly close: () => void;
  };
  /** Moment of the first decoded frame, in ms. */
  first?: number | undefined;
}

/** Plays, and waits until an offer is on its way; runs in the page. */
async function view(by: WhepPlayer, { url, token }: StudioLink): Promise<void> {
  const page = globalThis as unknown as Playing;
  page.playing?.close();
  const video = document.createElement("video");
  [video.autoplay, video.muted] = [true, true];
  document.body.replaceChildren(video);
  const players = {
    async medooze() {
      const rtc = new RTCPeerConnection();
      for (const kind of ["audio", "video"]) rtc.addTransceiver(kind, { direction: "recvonly" });
      // One stream for both, as players expect it.
      rtc.addEventListener("track", ({ streams: [stream = null] }) => video.srcObject = stream);
      const player = new page.whip.player();
      page.playing = { rtc: () => rtc, stop: () => player.stop(), close: () => rtc.close() };
      await player.view(rtc, url, token).catch(() => {});
    },
    async eyevinn() {
      const player = new page.whip.WebRTCPlayer({ video, type: "whep", iceServers: [] });
      page.playing = {
        rtc: () => player.peer,
        stop: () => player.unload(),
        close: () => player.destroy(),
      };
      await player.load(new URL(url), `Bearer ${token}`);
    },
  };
  page.first = undefined;
  video.requestVideoFrameCallback((now) => page.first = now);
  await players[by]();
}

/** Counts; runs in the page. */
async function receive(): Promise<Received> {
  const rtc = (globalThis as unknown as Playing).playing?.rtc();
  const reports = [...(await rtc?.getStats() ?? []).values()];
  const of = (kind: string) =>
    reports.find((one) => one.type === "inbound-rtp" && one.kind === kind) ?? {};
  const isShown = (document.querySelector("video")?.videoHeight ?? 0) > 0;
  return {
    frames: isShown ? of("video").framesDecoded ?? 0 : 0,
    bytes: of("audio").bytesReceived ?? 0,
  };
}
