import type { Kind } from "./browser_binaries.ts";
import type { TestRoom } from "./test_room.ts";
import { until } from "./wait_until.ts";
import { isPassing, openClientPage, type StudioLink } from "./whip_page.ts";

/** A page of another origin, which plays by a client that knows nothing of this service (WHEP). */
export interface WhepPage extends AsyncDisposable {
  /** Posts one offer, and gives the status of its answer. */
  post(): Promise<number>;
  /** Has a new client play, again while no page answers, and waits until it decodes and hears. */
  play(): Promise<void>;
  /** Has the client end; gives the status of its DELETE. */
  end(): Promise<number>;
}

/** Opens it in this room. */
export async function openWhepPage(
  testRoom: TestRoom,
  kind: Kind,
  link: StudioLink,
): Promise<WhepPage> {
  const { page, server } = await openClientPage(testRoom, kind);
  testRoom.expect(/Request rejected/);
  const post = () => page.evaluate(view, link);
  const received = () => page.evaluate(receive);
  return {
    post,
    async play() {
      const status = await until("an answer to the player", async () => {
        const status = await post();
        return !isPassing(status) && status;
      });
      if (status !== 201) throw new Error(`the player heard ${status}`);
      const isPlayed = ({ frames, bytes }: Received) => frames >= 20 && bytes > 0;
      await until("decoded frames and sound", async () => isPlayed(await received()), received);
    },
    end: () => page.evaluate(end),
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
  };
  rtc?: RTCPeerConnection;
  stop?: () => Promise<void>;
}

/** Plays; gives the status of the answer. */
async function view({ url, token }: StudioLink): Promise<number> {
  const playing = globalThis as unknown as Playing;
  playing.rtc?.close();
  const rtc = new RTCPeerConnection();
  playing.rtc = rtc;
  for (const kind of ["audio", "video"]) rtc.addTransceiver(kind, { direction: "recvonly" });
  const video = document.createElement("video");
  [video.autoplay, video.muted] = [true, true];
  document.body.replaceChildren(video);
  // One stream for both, as players expect it.
  rtc.addEventListener("track", ({ streams: [stream = null] }) => video.srcObject = stream);
  const player = new playing.whip.player();
  playing.stop = () => player.stop();
  return await player.view(rtc, url, token).then(
    () => 201,
    (error: Error) => Number(/\d+$/.exec(error.message)?.[0] ?? 0),
  );
}

async function receive(): Promise<Received> {
  const reports = [...(await (globalThis as unknown as Playing).rtc?.getStats() ?? []).values()];
  const of = (kind: string) =>
    reports.find((one) => one.type === "inbound-rtp" && one.kind === kind) ?? {};
  const isShown = (document.querySelector("video")?.videoHeight ?? 0) > 0;
  return {
    frames: isShown ? of("video").framesDecoded ?? 0 : 0,
    bytes: of("audio").bytesReceived ?? 0,
  };
}

async function end(): Promise<number> {
  const ask = globalThis.fetch;
  let status = 0;
  globalThis.fetch = async (input, init) => {
    const response = await ask(input, init);
    if (init?.method === "DELETE") status = response.status;
    return response;
  };
  await (globalThis as unknown as Playing).stop?.();
  globalThis.fetch = ask;
  return status;
}
