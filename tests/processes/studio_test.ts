import { assertEquals } from "@std/assert";
import { until } from "../harness/browser/wait_until.ts";
import { lacksNats, startNats, startOnBus } from "../harness/nats.ts";
import type { Process } from "../harness/process.ts";
import { join, type Page, roomOf } from "../harness/socket_page.ts";
import { ENDPOINT, OFFER, TOKEN, TOPIC } from "../harness/endpoint.ts";

const request = (server: Process, method: string, path: string, headers = {}, body?: string) =>
  fetch(`${server.address}studio/${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/sdp", ...headers },
    ...(body === undefined ? {} : { body }),
  });

/** Has a page answer each offer at once. */
function answerOffers(page: Page): void {
  page.socket.addEventListener("message", ({ data }) => {
    const said = JSON.parse(String(data));
    if (said.type !== "endpoint-offer") return;
    const sdp = said.sdp === OFFER ? "the answer" : "not the offer";
    page.say({ type: "client-endpoint-answer", session: said.session, sdp });
  });
}

/** Status of an offer, and Location and text of the answer. */
async function post(server: Process) {
  const response = await request(server, "POST", ENDPOINT, {}, OFFER);
  const { status, headers } = response;
  return { status, location: headers.get("location") ?? "", text: await response.text() };
}

/** Publishes at one process, through the page at another, and ends it. */
async function publish(server: Process, page: Page): Promise<void> {
  // As publishers do: where nobody is known to listen yet, or the page was slow, they try again.
  const { location, text } = await until("an answer", async () => {
    const tried = await post(server);
    return tried.status === 201 && tried;
  });
  assertEquals(text, "the answer");
  const session = location.replace("/studio/", "");
  const trickle = {
    "content-type": "application/trickle-ice-sdpfrag",
    "if-match": `"${session.split("/").at(-1)}"`,
  };
  await until("candidates are taken", async () => {
    return (await request(server, "PATCH", session, trickle, "a=ice-ufrag:abcd\r\n")).status ===
      204;
  });
  await page.hears(/"endpoint-candidate"/);
  await until("the session is ended", async () => {
    const ended = await request(server, "DELETE", session);
    await ended.body?.cancel();
    return ended.status === 200;
  });
  await page.hears(/"endpoint-end"/);
}

Deno.test({
  name: "studio: a publisher at any isolate of any process reaches the page at another",
  ignore: lacksNats(),
  async fn() {
    const nats = await startNats();
    await using one = await startOnBus(nats.url, { WORKERS: "2" });
    await using two = await startOnBus(nats.url);
    using page = await join(one.address, roomOf("studio"));
    answerOffers(page);
    page.say({ type: "client-endpoint", kind: "studio", topic: TOPIC });
    // Each request may come to another isolate of the first process.
    for (const server of [two, two, one, one, one]) await publish(server, page);
    page.say({ type: "client-endpoint", kind: "studio" });
    await until("nobody listens any more", async () => (await post(two)).status === 404);
    await nats.stop();
  },
});
