import { type Kind } from "./browser_binaries.ts";
import type { TestRoom } from "./test_room.ts";
import type { Visitor } from "./visitor.ts";

/** Address and token of a studio. */
export interface StudioLink {
  readonly url: string;
  readonly token: string;
}

/** A page of another origin, which publishes by nothing but what WHIP says (RFC 9725). */
export interface WhipPage extends AsyncDisposable {
  /** Posts an offer, and says what came of it. */
  publish(): Promise<{ readonly status: number; readonly location: string; readonly tag: string }>;
  /** Ends the session that was published last. */
  end(): Promise<number>;
  /** State of the connection that was published last. */
  state(): Promise<RTCPeerConnectionState | undefined>;
}

/** Opens it on this testRoom. */
export async function openWhipPage(
  testRoom: TestRoom,
  kind: Kind,
  studio: StudioLink,
): Promise<WhipPage> {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    () => new Response("<!doctype html>", { headers: { "content-type": "text/html" } }),
  );
  const { page }: Visitor = await testRoom.open(kind, `http://127.0.0.1:${server.addr.port}/`);
  testRoom.expect(/^asked another host/);
  testRoom.expect(/status of 4\d\d/);
  let location = "";
  return {
    async publish() {
      const said = await page.evaluate(publish, studio);
      location = said.location;
      return said;
    },
    end: () => page.evaluate(end, { location, token: studio.token }),
    state: () => page.evaluate(() => Reflect.get(globalThis, "__publisher")?.connectionState),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

async function publish({ url, token }: StudioLink) {
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
  const rtc = new RTCPeerConnection();
  const tracks = [...sound.getTracks(), ...canvas.captureStream(20).getTracks()];
  for (const track of tracks) rtc.addTransceiver(track, { direction: "sendonly" });
  await rtc.setLocalDescription();
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/sdp" };
  const body = rtc.localDescription?.sdp ?? "";
  const response = await fetch(url, { method: "POST", headers, body });
  const answer = await response.text();
  const { status } = response;
  if (status !== 201) return { status, location: "", tag: "" };
  Reflect.set(globalThis, "__publisher", rtc);
  await rtc.setRemoteDescription({ type: "answer", sdp: answer });
  const location = new URL(response.headers.get("location") ?? "", url).href;
  const tag = response.headers.get("etag") ?? "";
  const fragment = (candidate: string) =>
    `a=ice-ufrag:${
      /ice-ufrag:(\S+)/.exec(body)?.[1]
    }\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\na=${candidate}\r\n`;
  const trickle = {
    ...headers,
    "content-type": "application/trickle-ice-sdpfrag",
    "if-match": tag,
  };
  const patches: number[] = [];
  Reflect.set(globalThis, "__patches", patches);
  rtc.addEventListener("icecandidate", async ({ candidate }) => {
    if (!candidate?.candidate) return;
    const asked = { method: "PATCH", headers: trickle, body: fragment(candidate.candidate) };
    patches.push((await fetch(location, asked)).status);
  });
  return { status, location, tag };
}

async function end({ location, token }: { readonly location: string; readonly token: string }) {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(location, { method: "DELETE", headers })).status;
}
