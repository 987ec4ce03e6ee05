import type { EndpointKind } from "../../protocol/mod.ts";
import type { Hub } from "../../signaling/hub/hub.ts";
import { endpointTopic, idOf } from "../../signaling/room/member_token.ts";
import { turn } from "../fakes/clock.ts";
import { FakeServerSocket, id } from "../fakes/server_socket.ts";
import type { Service } from "./service.ts";

/** A token of an endpoint, its id, and its topic if it is a studio's. */
export const TOKEN = "t".repeat(43);
export const ENDPOINT = await idOf(TOKEN);
export const TOPIC = await endpointTopic("studio", TOKEN);

/** The least that passes for a client's offer. */
export const OFFER = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n" +
  "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=ice-ufrag:abcd\r\na=ice-pwd:" + "p".repeat(22) +
  "\r\na=fingerprint:sha-256 00\r\na=rtpmap:96 VP8/90000\r\n";

/** A page of a call, on a socket in the test's hand. */
export interface EndpointPage {
  readonly socket: FakeServerSocket;
  /** Messages of the server about endpoints since the last time. */
  take(): {
    readonly type: string;
    readonly kind?: string;
    readonly session: string;
    readonly sdp?: string;
    readonly address?: string;
  }[];
}

/** Enters a page that listens at a topic. */
export function listen(
  hub: Pick<Hub, "enter">,
  name: string,
  topic = TOPIC,
  kind: EndpointKind = "studio",
): EndpointPage {
  const socket = new FakeServerSocket();
  hub.enter(id("R"), id(name), socket);
  socket.hear({ type: "client-endpoint", kind, topic });
  return {
    socket,
    take: () =>
      socket.frames.splice(0).map((frame) => JSON.parse(frame))
        .filter(({ type }) => type.startsWith("endpoint-")),
  };
}

/** Asks the routes for the endpoint, as a client at this address does. */
export function client(
  { handle }: Pick<Service, "handle">,
  hostname = "192.0.2.9",
  kind: EndpointKind = "studio",
) {
  return (method: string, path: string, headers: Record<string, string> = {}, body?: BodyInit) =>
    handle(
      new Request(`http://call.example/${kind}/${path}`, {
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

/** Offer that the server has put to this page. */
export async function asked(
  page: EndpointPage,
): Promise<ReturnType<EndpointPage["take"]>[number]> {
  let [offer] = page.take();
  await settle(() => offer !== undefined || (([offer] = page.take()), offer !== undefined));
  if (!offer) throw new Error("the page was not asked");
  return offer;
}
