import { assertEquals } from "@std/assert";
import { CLOSE, MAX_VIEWERS } from "../../protocol/mod.ts";
import { endpointTopic } from "../../signaling/room/member_token.ts";
import { FakeServerSocket, id } from "../fakes/server_socket.ts";
import {
  asked,
  client,
  ENDPOINT,
  type EndpointPage,
  listen,
  OFFER,
  TOKEN,
} from "../harness/endpoint.ts";
import { service } from "../harness/service.ts";

const SDP = { "content-type": "application/sdp" };
const ANSWER = "v=0\r\nanswer";

/** Topic of the same token, to which pages subscribe for players. */
const PLAYERS = await endpointTopic("watch", TOKEN);

Deno.test("watch: a player's offer of sound alone is answered at /watch, and HEAD says what it is", async () => {
  const made = service();
  const page = listen(made.hub, "a", PLAYERS, "watch");
  const ask = client(made, "192.0.2.9", "watch");
  const sdp = OFFER.replace("m=video", "m=audio");
  const posted = ask("POST", ENDPOINT, SDP, sdp);
  const { session, ...offer } = await asked(page);
  assertEquals(offer, { type: "endpoint-offer", kind: "watch", sdp, address: "192.0.2.9" });
  page.socket.hear({ type: "client-endpoint-answer", session, sdp: ANSWER });
  const { status, headers } = await posted;
  assertEquals([status, headers.get("location")], [201, `/watch/${ENDPOINT}/${session}`]);
  const head = await ask("HEAD", ENDPOINT);
  assertEquals([head.status, head.headers.get("content-type")], [200, "application/sdp"]);
  // The token of one kind opens no topic of the other.
  assertEquals((await client(made)("POST", ENDPOINT, SDP, OFFER)).status, 404);
  assertEquals((await ask("DELETE", `${ENDPOINT}/${session}`)).status, 200);
});

Deno.test("watch: a player's candidates are handed on with 204, also without a tag; with another, 412", async () => {
  const made = service();
  const page = listen(made.hub, "a", PLAYERS, "watch");
  const ask = client(made, "192.0.2.9", "watch");
  const posted = ask("POST", ENDPOINT, SDP, OFFER);
  const { session } = await asked(page);
  page.socket.hear({ type: "client-endpoint-answer", session, sdp: ANSWER });
  await posted;
  const fragment = "a=ice-ufrag:abcd\r\na=candidate:1 1 udp 1 192.0.2.9 5000 typ host\r\n";
  const patch = async (tag: Record<string, string>) => {
    const type = { "content-type": "application/trickle-ice-sdpfrag" };
    const { status } = await ask("PATCH", `${ENDPOINT}/${session}`, { ...type, ...tag }, fragment);
    return [status, page.take().length];
  };
  assertEquals(await patch({}), [204, 1]);
  assertEquals(await patch({ "if-match": `"${session}"` }), [204, 1]);
  assertEquals(await patch({ "if-match": '"another"' }), [412, 0]);
  assertEquals(await patch({ "if-match": "*" }), [422, 0]);
});

Deno.test("watch: each player takes the place of a viewer, and one too many hears 503 with Retry-After", async () => {
  const made = service();
  const page = listen(made.hub, "a", PLAYERS, "watch");
  const ask = client(made, "192.0.2.9", "watch");
  // One by another page; one by this page, which has not told of it yet.
  const other = new FakeServerSocket();
  made.hub.enter(id("R"), id("b"), other);
  other.hear({ type: "client-serve", viewers: 0, players: MAX_VIEWERS - 1 });
  const first = ask("POST", ENDPOINT, SDP, OFFER);
  const { session } = await asked(page);
  page.socket.hear({ type: "client-endpoint-answer", session, sdp: ANSWER });
  assertEquals((await first).status, 201);
  const late = await ask("POST", ENDPOINT, SDP, OFFER);
  assertEquals([late.status, late.headers.get("retry-after")], [503, "10"]);
  page.socket.hear({ type: "client-serve", viewers: 0, players: 1 });
  const viewer = new FakeServerSocket();
  made.hub.enter(id("R"), id("v"), viewer, { viewer: true });
  assertEquals(viewer.closedWith, CLOSE.roomFull);
  assertEquals((await ask("DELETE", `${ENDPOINT}/${session}`)).status, 200);
  page.socket.hear({ type: "client-serve", viewers: 0, players: 0 });
  void ask("POST", ENDPOINT, SDP, OFFER);
  await asked(page);
});

Deno.test("watch: a page that has no room passes a player on, a locked call takes none", async () => {
  const made = service();
  const pages = [
    listen(made.hub, "a", PLAYERS, "watch"),
    listen(made.hub, "b", PLAYERS, "watch"),
  ];
  const ask = client(made, "192.0.2.9", "watch");
  const refuse = async (code: string, asks: readonly EndpointPage[]) => {
    const posted = ask("POST", ENDPOINT, SDP, OFFER);
    for (const page of asks) {
      const { session } = await asked(page);
      page.socket.hear({ type: "client-endpoint-refuse", session, code });
    }
    return (await posted).status;
  };
  assertEquals(await refuse("full", pages), 503);
  assertEquals(await refuse("locked", pages.slice(0, 1)), 403);
});
