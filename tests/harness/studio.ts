import type { Hub } from "../../signaling/hub/hub.ts";
import { idOf, studioTopic } from "../../signaling/room/member_token.ts";
import { turn } from "../fakes/clock.ts";
import { FakeServerSocket, id } from "../fakes/server_socket.ts";
import type { Service } from "./service.ts";

/** A token of a studio, its id and its topic. */
export const TOKEN = "t".repeat(43);
export const STUDIO = await idOf(TOKEN);
export const TOPIC = await studioTopic(TOKEN);

/** The least that passes for a publisher's offer. */
export const OFFER = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n" +
  "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=ice-ufrag:abcd\r\na=ice-pwd:" + "p".repeat(22) +
  "\r\na=fingerprint:sha-256 00\r\na=rtpmap:96 VP8/90000\r\n";

/** A page of a call, on a socket in the test's hand. */
export interface StudioPage {
  readonly socket: FakeServerSocket;
  /** Studio messages of the server since the last time. */
  take(): {
    readonly type: string;
    readonly session: string;
    readonly sdp?: string;
    readonly address?: string;
  }[];
}

/** Enters a page that subscribes to a topic. */
export function listen(hub: Pick<Hub, "enter">, name: string, topic = TOPIC): StudioPage {
  const socket = new FakeServerSocket();
  hub.enter(id("R"), id(name), socket);
  socket.hear({ type: "client-studio", topic });
  return {
    socket,
    take: () =>
      socket.frames.splice(0).map((frame) => JSON.parse(frame))
        .filter(({ type }) => type.startsWith("studio-")),
  };
}

/** Asks the routes for the studio, as a publisher at this address does. */
export function publisher({ handle }: Pick<Service, "handle">, hostname = "192.0.2.9") {
  return (method: string, path: string, headers: Record<string, string> = {}, body?: BodyInit) =>
    handle(
      new Request(`http://call.example/studio/${path}`, {
        method,
        headers: { authorization: `Bearer ${TOKEN}`, ...headers },
        ...(body === undefined ? {} : { body }),
      }),
      { remoteAddr: { transport: "tcp", hostname, port: 1 } },
    );
}

/** Lets digests and promises go on, which take more than one turn. */
export async function settle(done: () => boolean): Promise<void> {
  for (let turns = 0; turns < 1000 && !done(); turns++) await turn();
}
