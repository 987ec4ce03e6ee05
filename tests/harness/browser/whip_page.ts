import { type Kind } from "./browser_binaries.ts";
import type { TestRoom } from "./test_room.ts";
import type { Visitor } from "./visitor.ts";
import { until } from "./wait_until.ts";
import { WHIP_CLIENTS, whipClients } from "./whip_clients.ts";

/** Address and token of a studio. */
export interface StudioLink {
  readonly url: string;
  readonly token: string;
}

export type WhipClient = keyof typeof WHIP_CLIENTS;

/** A request that a client has made, and what came of it. */
export interface Exchange {
  readonly method: string;
  readonly status: number;
  /** Moment at which it was asked, in ms. */
  readonly asked: number;
  readonly location: string | null;
  readonly tag: string | null;
}

/** A page of another origin, which publishes by a client that knows nothing of this service. */
export interface WhipPage extends AsyncDisposable {
  /**
   * Has a new client publish, again while nobody is known to listen or no page answers in time, as
   * people do; unless that is wanted. Gives what came of the offer.
   */
  publish(client: WhipClient, wanted?: number): Promise<Exchange>;
  /** Posts a well-formed offer of this many bytes, and ends what comes of it. */
  publishLarge(bytes: number): Promise<number>;
  /** Has the client that has published end it; gives the status of its DELETE. */
  end(): Promise<number | undefined>;
  /** Statuses of requests by this method so far. */
  statuses(method: string): Promise<number[]>;
}

/** True for an answer that is another one as soon as a page is found that can, and is not too slow. */
export const isPassing = (status: number): boolean => [404, 422, 504].includes(status);

/** Opens it on this testRoom. */
export async function openWhipPage(
  testRoom: Pick<TestRoom, "open" | "expect">,
  kind: Kind,
  studio: StudioLink,
): Promise<WhipPage> {
  const { page, server, exchanges } = await openClientPage(testRoom, kind);
  return {
    publish: (client, wanted = 201) =>
      until("an answer to the offer", async () => {
        await page.evaluate(publish, client, studio);
        const offered = (await exchanges()).findLast(({ method }) => method === "POST");
        const { status = 0 } = offered ?? {};
        return status !== wanted && isPassing(status) ? null : offered;
      }, exchanges),
    publishLarge: (bytes) =>
      until("an answer to a large offer", async () => {
        const status = await page.evaluate(publishLarge, studio, bytes);
        return !isPassing(status) && status;
      }),
    async end() {
      await page.evaluate(() => (globalThis as unknown as Publishing).end?.());
      return (await exchanges()).findLast(({ method }) => method === "DELETE")?.status;
    },
    async statuses(method) {
      return (await exchanges()).filter((one) => one.method === method).map(({ status }) => status);
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Opens a page of another origin that has the clients, and keeps what they ask and hear. */
export async function openClientPage(testRoom: Pick<TestRoom, "open" | "expect">, kind: Kind) {
  const script = await whipClients();
  const files: Readonly<Record<string, readonly [string, string]>> = {
    "/": ["text/html", '<!doctype html><script src="/whip.js"></script>'],
    "/whip.js": ["text/javascript", script],
  };
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    ({ url }) => {
      const [type = "text/plain", text = ""] = files[new URL(url).pathname] ?? [];
      return new Response(text, { headers: { "content-type": type } });
    },
  );
  const { page }: Visitor = await testRoom.open(kind, `http://127.0.0.1:${server.addr.port}/`);
  testRoom.expect(/^asked another host/);
  testRoom.expect(/status of [45]\d\d|WHIPClient/);
  await page.waitForFunction(() => "whip" in globalThis);
  await page.evaluate(keepExchanges);
  const exchanges = (): Promise<readonly Exchange[]> =>
    page.evaluate(() => Reflect.get(globalThis, "exchanges"));
  return { page, server, exchanges };
}

/** Keeps what clients ask and hear. */
function keepExchanges(): void {
  const kept: Exchange[] = [];
  Reflect.set(globalThis, "exchanges", kept);
  const ask = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const asked = performance.now();
    const response = await ask(input, init);
    const { status, headers } = response;
    const [location, tag] = [headers.get("location"), headers.get("etag")];
    kept.push({ method: init?.method ?? "GET", status, asked, location, tag });
    return response;
  };
}

/** Globals of the page while a client publishes. */
interface Publishing {
  readonly whip: {
    readonly medooze: new () => {
      publish(rtc: RTCPeerConnection, url: string, token: string): Promise<void>;
      stop(): Promise<void>;
    };
    readonly eyevinn: new (options: {
      readonly endpoint: string;
      readonly opts: { readonly authkey: string; readonly iceServers: readonly [] };
    }) => {
      /** Null once it has ended by itself. */
      readonly peer: RTCPeerConnection | null;
      ingest(stream: MediaStream): Promise<void>;
      destroy(): Promise<void>;
    };
  };
  readonly exchanges: readonly Exchange[];
  /** Ends what was published last. */
  end?: () => Promise<void>;
}

/** Publishes a canvas and a fake microphone; runs in the page. */
async function publish(client: WhipClient, { url, token }: StudioLink): Promise<void> {
  const page = globalThis as unknown as Publishing;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [640, 360];
  const context = canvas.getContext("2d");
  let count = 0;
  setInterval(() => {
    if (!context) return;
    context.fillStyle = `hsl(${count++ * 7 % 360} 50% 40%)`;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }, 50);
  // A fake microphone: an AudioContext of a page that nobody has touched stays silent.
  const sound = await navigator.mediaDevices.getUserMedia({ audio: true });
  const stream = new MediaStream([...sound.getTracks(), ...canvas.captureStream(20).getTracks()]);
  const clients = {
    medooze() {
      const rtc = new RTCPeerConnection();
      for (const track of stream.getTracks()) rtc.addTransceiver(track, { direction: "sendonly" });
      const publisher = new page.whip.medooze();
      const begun = publisher.publish(rtc, url, token).catch(() => {});
      return { begun, end: () => publisher.stop() };
    },
    eyevinn() {
      const opts = { authkey: token, iceServers: [] } as const;
      const publisher = new page.whip.eyevinn({ endpoint: url, opts });
      return {
        begun: publisher.ingest(stream),
        // It ends by itself when its connection has failed, and would then wait without end.
        end: async () => {
          if (publisher.peer) await publisher.destroy();
        },
      };
    },
  };
  const { begun, end } = clients[client]();
  await begun;
  // What was refused is nothing to end.
  const offered = page.exchanges.findLast(({ method }) => method === "POST");
  if (offered?.status === 201) page.end = end;
}

/** Posts an offer with lines that nobody knows, and ends the session; runs in the page. */
async function publishLarge({ url, token }: StudioLink, bytes: number): Promise<number> {
  const rtc = new RTCPeerConnection();
  rtc.addTransceiver("video", { direction: "sendonly" });
  const { sdp = "" } = await rtc.createOffer();
  rtc.close();
  const line = `a=x-${"a".repeat(94)}\r\n`;
  const count = Math.floor((bytes - sdp.length) / line.length) - 1;
  const filled = sdp + line.repeat(count);
  const last = `a=x-${"a".repeat(bytes - filled.length - 6)}\r\n`;
  const authorization = `Bearer ${token}`;
  const headers = { authorization, "content-type": "application/sdp" };
  const posted = await fetch(url, { method: "POST", headers, body: filled + last });
  const location = posted.headers.get("location");
  if (location) {
    await fetch(new URL(location, url), { method: "DELETE", headers: { authorization } });
  }
  return posted.status;
}
