import { assert, assertEquals } from "@std/assert";
import { linkOf } from "../../routes/endpoint.ts";
import { fakeClock } from "../fakes/clock.ts";
import { asked, client, ENDPOINT, listen, OFFER } from "../harness/endpoint.ts";
import { service } from "../harness/service.ts";

const SDP = { "content-type": "application/sdp" };
const FRAGMENT = { "content-type": "application/trickle-ice-sdpfrag" };
const ANSWER = "v=0\r\nanswer";

async function body(response: Response): Promise<string> {
  return (await response.json()).error;
}

/** A publisher whose offer a page has answered. */
async function streaming() {
  const clock = fakeClock();
  const made = service({}, clock);
  const page = listen(made.hub, "a");
  const ask = client(made);
  const posted = ask("POST", ENDPOINT, SDP, OFFER);
  const { session, ...offer } = await asked(page);
  page.socket.hear({ type: "client-endpoint-answer", session, sdp: ANSWER });
  return { ...made, clock, page, ask, session, offer, response: await posted };
}

Deno.test("studio: 201 with the page's answer, Location and a strong ETag; the page hears the address", async () => {
  const { response, session, offer } = await streaming();
  assertEquals(response.status, 201);
  assertEquals(await response.text(), ANSWER);
  assertEquals(offer, { type: "endpoint-offer", kind: "studio", sdp: OFFER, address: "192.0.2.9" });
  const { headers } = response;
  assertEquals(headers.get("content-type"), "application/sdp");
  assertEquals(headers.get("location"), `/studio/${ENDPOINT}/${session}`);
  assertEquals(headers.get("etag"), `"${session}"`);
  assertEquals(headers.get("access-control-allow-origin"), "*");
  assert(headers.get("access-control-expose-headers")?.includes("Location"));
});

Deno.test("studio: PATCH hands candidates on with 204, and refuses an ICE restart with 422", async () => {
  const { ask, session, page } = await streaming();
  const path = `${ENDPOINT}/${session}`;
  const fragment = "a=ice-ufrag:abcd\r\na=candidate:1 1 udp 1 192.0.2.9 5000 typ host\r\n";
  const send = (headers: Record<string, string>, text = fragment) =>
    ask("PATCH", path, { ...FRAGMENT, ...headers }, text);
  const tag = { "if-match": `"${session}"` };
  assertEquals((await send(tag)).status, 204);
  assertEquals(page.take(), [{ type: "endpoint-candidate", session, sdp: fragment }]);
  // Eyevinn's client names the tag by the header that gave it.
  assertEquals((await send({ etag: `"${session}"` })).status, 204);
  page.take();
  for (
    const [headers, text, status] of [
      [{}, fragment, 428],
      [{ "if-match": '"another"' }, fragment, 412],
      [{ "if-match": "*" }, fragment, 422],
      [tag, fragment.replace("abcd", "efgh"), 422],
      [{ ...tag, "content-type": "text/plain" }, fragment, 415],
      [tag, "a".repeat(16_385), 413],
      [{ ...tag, authorization: "" }, fragment, 401],
      [{ ...tag, authorization: `Bearer ${"u".repeat(43)}` }, fragment, 403],
    ] as const
  ) {
    const response = await send(headers, text);
    assertEquals([response.status, page.take()], [status, []], await body(response));
  }
});

Deno.test("studio: a hundred fragments of candidates of a session are handed on, and no more", async () => {
  const { ask, session, page } = await streaming();
  const tag = { ...FRAGMENT, "if-match": `"${session}"` };
  for (let count = 0; count < 101; count++) {
    const { status } = await ask("PATCH", `${ENDPOINT}/${session}`, tag, "a=ice-ufrag:abcd\r\n");
    assertEquals(status, 204);
  }
  assertEquals(page.take().length, 100);
});

Deno.test("studio: DELETE ends the session with 200, once, and the page hears it", async () => {
  const { ask, session, page } = await streaming();
  assertEquals((await ask("DELETE", `${ENDPOINT}/${session}`)).status, 200);
  assertEquals(page.take(), [{ type: "endpoint-end", session }]);
  assertEquals((await ask("DELETE", `${ENDPOINT}/${session}`)).status, 404);
});

Deno.test("studio: DELETE without the token, with another, or of another session ends none", async () => {
  const { ask, session, page } = await streaming();
  const stranger = { authorization: `Bearer ${"u".repeat(43)}` };
  for (
    const [path, headers, status] of [
      [session, { authorization: "" }, 401],
      [session, stranger, 403],
      ["s".repeat(22), {}, 404],
      ["short", {}, 404],
    ] as const
  ) assertEquals((await ask("DELETE", `${ENDPOINT}/${path}`, headers)).status, status);
  assertEquals(page.take(), []);
});

Deno.test("studio: OPTIONS names what may be posted, and GET and HEAD have no content", async () => {
  const { handle } = service();
  const ask = client({ handle });
  const options = await ask("OPTIONS", ENDPOINT);
  assertEquals([options.status, await options.text()], [200, ""]);
  assertEquals(options.headers.get("accept-post"), "application/sdp");
  for (const method of ["POST", "PATCH", "DELETE", "OPTIONS"]) {
    assert(options.headers.get("access-control-allow-methods")?.includes(method), method);
  }
  const exposed = options.headers.get("access-control-expose-headers") ?? "";
  assert(exposed.includes("Access-Control-Allow-Methods"), exposed);
  for (const method of ["GET", "HEAD"]) {
    const response = await ask(method, ENDPOINT);
    assertEquals([response.status, await response.text()], [204, ""]);
  }
  assertEquals((await ask("PUT", ENDPOINT)).status, 405);
});

Deno.test("studio: an offer that is none is refused before any page is asked", async () => {
  const made = service();
  const page = listen(made.hub, "a");
  const media = (count: number) => `${OFFER}${"m=audio 9 UDP/TLS/RTP/SAVPF 1\r\n".repeat(count)}`;
  for (
    const [headers, sdp, status, code] of [
      [{ authorization: "" }, OFFER, 401, "token_missing"],
      [{ authorization: "Bearer short" }, OFFER, 401, "token_missing"],
      [{ authorization: `Bearer ${"u".repeat(43)}` }, OFFER, 403, "bad_token"],
      [{ "content-type": "text/plain" }, OFFER, 415, "unsupported_media_type"],
      [{}, "x".repeat(65_537), 413, "content_too_large"],
      [{}, "x".repeat(65_536), 422, "bad_offer"],
      [{}, media(40), 422, "bad_offer"],
      [{}, `${OFFER}m=video 9 UDP/TLS/RTP/SAVPF 97\r\n`, 422, "bad_offer"],
      [{}, OFFER.replace("m=video", "m=application"), 422, "bad_offer"],
      [{}, OFFER.replace("a=fingerprint", "a=none"), 422, "bad_offer"],
      [{}, OFFER.replace("m=video", "m=audio"), 422, "no_picture"],
    ] as const
  ) {
    // Each from an address of its own: faults are counted by address.
    const ask = client(made, `192.0.2.${status % 200}`);
    const response = await ask("POST", ENDPOINT, { ...SDP, ...headers }, sdp);
    assertEquals([response.status, await body(response)], [status, code]);
  }
  assertEquals(page.take(), []);
});

Deno.test("studio: an offer of 64 KiB reaches the page whole, and has its answer", async () => {
  const made = service();
  const page = listen(made.hub, "a");
  const pad = (size: number) => `a=x-${"a".repeat(size - 6)}\r\n`;
  const left = 65_536 - OFFER.length;
  const largest = OFFER + pad(100).repeat(Math.floor(left / 100) - 1) + pad(100 + left % 100);
  assertEquals(largest.length, 65_536);
  const posted = client(made)("POST", ENDPOINT, SDP, largest);
  const { session, sdp } = await asked(page);
  assertEquals(sdp, largest);
  page.socket.hear({ type: "client-endpoint-answer", session, sdp: ANSWER });
  assertEquals((await posted).status, 201);
});

Deno.test("studio: 10,000 offers without a token cost an address 429, and no page anything", async () => {
  const made = service();
  const page = listen(made.hub, "a");
  const ask = client(made);
  const statuses = new Map<number, number>();
  for (let count = 0; count < 10_000; count++) {
    const { status } = await ask("POST", ENDPOINT, { ...SDP, authorization: "" }, OFFER);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  assertEquals([...statuses], [[401, 10], [429, 9990]]);
  assertEquals(page.take(), []);
});

Deno.test("studio: a page of another origin may read why it is refused, by the limits as well", async () => {
  const ask = client(service());
  for (const status of [...Array(10).fill(401), 429]) {
    const { status: is, headers } = await ask(
      "POST",
      ENDPOINT,
      { ...SDP, authorization: "" },
      OFFER,
    );
    assertEquals([is, headers.get("access-control-allow-origin")], [status, "*"]);
  }
});

Deno.test("studio: 404 where nobody listens, and again when the page has left or listens no more", async () => {
  const made = service();
  const ask = client(made);
  const post = async () => (await ask("POST", ENDPOINT, SDP, OFFER)).status;
  assertEquals(await post(), 404);
  const first = listen(made.hub, "a");
  first.socket.drop();
  assertEquals(await post(), 404);
  const second = listen(made.hub, "b");
  second.socket.hear({ type: "client-endpoint", kind: "studio" });
  assertEquals(await post(), 404);
  // Whoever knows the address of the studio, and not its token, subscribes to no topic of it.
  listen(made.hub, "c", ENDPOINT);
  assertEquals(await post(), 404);
});

Deno.test("studio: the next page is asked when one cannot or is silent, and 504 when all are", async () => {
  const clock = fakeClock();
  const made = service({}, clock);
  const [a, b] = [listen(made.hub, "a"), listen(made.hub, "b")];
  const ask = client(made);
  const first = ask("POST", ENDPOINT, SDP, OFFER);
  const toA = await asked(a);
  a.socket.hear({ type: "client-endpoint-refuse", session: toA.session, code: "codec" });
  const toB = await asked(b);
  b.socket.hear({ type: "client-endpoint-answer", session: toB.session, sdp: ANSWER });
  assertEquals((await first).status, 201);
  const second = ask("POST", ENDPOINT, SDP, OFFER);
  const late = await asked(a);
  await clock.pass(3000);
  // The answer that comes too late is nobody's.
  a.socket.hear({ type: "client-endpoint-answer", session: late.session, sdp: ANSWER });
  assertEquals(a.take(), [{ type: "endpoint-end", session: late.session }]);
  await asked(b);
  await clock.pass(3000);
  assertEquals((await second).status, 504);
});

Deno.test("studio: a second publisher hears 409, one whom no page can take why not", async () => {
  const made = service();
  const page = listen(made.hub, "a");
  const ask = client(made);
  const statuses = { streaming: 409, codec: 422, sharing: 409, failed: 504 };
  for (const [code, status] of Object.entries(statuses)) {
    const posted = ask("POST", ENDPOINT, SDP, OFFER);
    const { session } = await asked(page);
    page.socket.hear({ type: "client-endpoint-refuse", session, code });
    assertEquals((await posted).status, status);
  }
});

Deno.test("studio: a member cannot answer for a studio that another was asked for", async () => {
  const made = service();
  const [page, evil] = [listen(made.hub, "a"), listen(made.hub, "e", "e".repeat(22))];
  const posted = client(made)("POST", ENDPOINT, SDP, OFFER);
  const { session } = await asked(page);
  for (const type of ["client-endpoint-answer", "client-endpoint-refuse", "client-endpoint-end"]) {
    evil.socket.hear({ type, session, sdp: "v=0 evil", code: "streaming" });
  }
  page.socket.hear({ type: "client-endpoint-answer", session, sdp: ANSWER });
  assertEquals(await (await posted).text(), ANSWER);
});

Deno.test("studio: while the process drains, an offer hears 503 with Retry-After", async () => {
  const made = service();
  listen(made.hub, "a");
  made.hub.drain(1, 250);
  const response = await client(made)("POST", ENDPOINT, SDP, OFFER);
  assertEquals([response.status, response.headers.get("retry-after")], [503, "1"]);
});

Deno.test("studio: 20 offers in a minute reach a page, the next hears 504 at once", async () => {
  const made = service();
  const page = listen(made.hub, "a");
  const ask = client(made);
  for (let count = 0; count < 20; count++) {
    const posted = ask("POST", ENDPOINT, SDP, OFFER);
    const { session } = await asked(page);
    page.socket.hear({ type: "client-endpoint-refuse", session, code: "failed" });
    await posted;
  }
  assertEquals((await ask("POST", ENDPOINT, SDP, OFFER)).status, 504);
  assertEquals(page.take(), []);
});

Deno.test("studio: to a page the links go with a blank between them, as whip-whep splits them", () => {
  const servers = [{ urls: ["stun:s.example", "turn:t.example"], username: "a", credential: "b" }];
  const links = linkOf(servers, true).split(/,\s+(?=<)/);
  assertEquals(links.map((link) => link.split(">")[0]), ["<turn:t.example", "<stun:s.example"]);
  assertEquals(linkOf(servers, true).replace(", ", ","), linkOf(servers));
});

Deno.test("studio: ICE servers go out as one header, turn: first, without a blank after a comma", () => {
  const login = { username: "1:a", credential: 'b"c' };
  assertEquals(
    linkOf([
      { urls: ["stun:s.example"] },
      { urls: ["turns:t.example:443?transport=tcp", "turn:t.example:3478"], ...login },
      { urls: ["turn:bad,example"] },
    ]),
    '<turn:t.example:3478>; rel="ice-server"; username="1:a"; credential="b\\"c"; credential-type="password",' +
      '<stun:s.example>; rel="ice-server",' +
      '<turns:t.example:443?transport=tcp>; rel="ice-server"; username="1:a"; credential="b\\"c"; credential-type="password"',
  );
});
