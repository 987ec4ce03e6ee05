import { assertEquals } from "@std/assert";
import { lacksNats, startNats, startOnBus } from "../harness/nats.ts";
import type { Process } from "../harness/process.ts";
import { join, type Page, roomOf } from "../harness/socket_page.ts";
import { OFFER, STUDIO, TOKEN, TOPIC } from "../harness/studio.ts";

const request = (server: Process, method: string, path: string, headers = {}, body?: string) =>
  fetch(`${server.address}studio/${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/sdp", ...headers },
    ...(body === undefined ? {} : { body }),
  });

/** Publishes at one process, through the page at another, and ends it. */
async function publish(server: Process, page: Page): Promise<void> {
  const posted = request(server, "POST", STUDIO, {}, OFFER);
  await page.hears(/"studio-offer"/);
  const offer = JSON.parse(page.heard.findLast((one) => one.includes('"studio-offer"')) ?? "{}");
  assertEquals(offer.sdp, OFFER);
  page.say({ type: "client-studio-answer", session: offer.session, sdp: "the answer" });
  const response = await posted;
  assertEquals([response.status, await response.text()], [201, "the answer"]);
  const session = `${STUDIO}/${offer.session}`;
  const trickle = {
    "content-type": "application/trickle-ice-sdpfrag",
    "if-match": `"${offer.session}"`,
  };
  const patch = await request(server, "PATCH", session, trickle, "a=ice-ufrag:abcd\r\n");
  assertEquals(patch.status, 204);
  await page.hears(/"studio-candidate"/);
  const ended = await request(server, "DELETE", session);
  await ended.body?.cancel();
  assertEquals(ended.status, 200);
  await page.hears(/"studio-end"/);
}

Deno.test({
  name: "studio: a publisher at any isolate of any process reaches the page at another",
  ignore: lacksNats(),
  async fn() {
    const nats = await startNats();
    await using one = await startOnBus(nats.url, { WORKERS: "2" });
    await using two = await startOnBus(nats.url);
    using page = await join(one.address, roomOf("studio"));
    page.say({ type: "client-studio", topic: TOPIC });
    // Each request may come to another isolate of the first process.
    for (const server of [two, two, one, one, one]) await publish(server, page);
    page.say({ type: "client-studio" });
    const late = await request(two, "POST", STUDIO, {}, OFFER);
    await late.body?.cancel();
    assertEquals(late.status, 404);
    await nats.stop();
  },
});
