import { assert, assertEquals } from "@std/assert";
import type { EndpointReply } from "../../../signaling/endpoint/endpoint_notices.ts";
import { named } from "../../fakes/bus.ts";
import { deployment } from "../../harness/cluster_isolate.ts";
import { type EndpointPage, listen, OFFER, TOPIC } from "../../harness/endpoint.ts";
import { turn } from "../../fakes/clock.ts";

const offer = { act: "offer", sdp: OFFER } as const;

/** A deployment whose promises settle before its time goes on. */
function stage() {
  const { clock, isolate, network } = deployment();
  return {
    isolate,
    network,
    async pass(ms: number) {
      await turn();
      await clock.pass(ms - 1);
      await turn();
      await clock.pass(1);
      await turn();
    },
  };
}

/** Reply of a promise that may not be settled yet. */
function watched(reply: Promise<EndpointReply>) {
  const seen: EndpointReply[] = [];
  void reply.then((one) => seen.push(one));
  return seen;
}

function answer(page: EndpointPage, sdp: string): string {
  const [asked] = page.take();
  const session = asked?.session ?? "";
  page.socket.hear({ type: "client-endpoint-answer", session, sdp });
  return session;
}

Deno.test("EndpointRouter: an offer, its candidates and its end find the page at another isolate", async () => {
  const { pass, isolate } = stage();
  const [x, y] = [isolate("X"), isolate("Y")];
  await pass(50);
  const page = listen(y.hub, "a");
  await pass(50);
  const posted = watched(x.hub.endpoints.ask(TOPIC, offer));
  await pass(50);
  const session = answer(page, "answer");
  await pass(50);
  assertEquals(posted, [{ is: "answered", session, sdp: "answer" }]);
  for (const act of ["candidates", "end"] as const) {
    const request = act === "end" ? { act, session } : { act, session, sdp: "a=candidate" };
    const done = watched(x.hub.endpoints.ask(TOPIC, request));
    await pass(50);
    assertEquals(done, [{ is: "done" }]);
  }
  assertEquals(page.take().map(({ type }) => type), ["endpoint-candidate", "endpoint-end"]);
  assertEquals([x.refused, y.refused], [[], []]);
});

Deno.test("EndpointRouter: a page that refuses at once has one at another isolate asked", async () => {
  const { pass, isolate } = stage();
  const [x, y] = [isolate("X"), isolate("Y")];
  await pass(50);
  const [here, there] = [listen(x.hub, "a"), listen(y.hub, "b")];
  await pass(50);
  const posted = watched(x.hub.endpoints.ask(TOPIC, offer));
  await pass(10);
  const [asked] = here.take();
  here.socket.hear({ type: "client-endpoint-refuse", session: asked?.session, code: "codec" });
  await pass(50);
  const session = answer(there, "answer");
  await pass(50);
  assertEquals(posted, [{ is: "answered", session, sdp: "answer" }]);
});

Deno.test("EndpointRouter: a page that is silent or refuses has one at each other isolate asked", async () => {
  const { pass, isolate } = stage();
  const [x, y, z] = [isolate("X"), isolate("Y"), isolate("Z")];
  await pass(50);
  const pages = [listen(x.hub, "a"), listen(y.hub, "b"), listen(z.hub, "c")];
  await pass(50);
  const posted = watched(x.hub.endpoints.ask(TOPIC, offer));
  // The page at the isolate that was asked says nothing.
  await pass(2700);
  assertEquals(pages[0]?.take().map(({ type }) => type), ["endpoint-offer", "endpoint-end"]);
  await pass(50);
  const ask = () =>
    pages.flatMap((page) => page.take().map(({ session }) => ({ socket: page.socket, session })));
  const [first, ...others] = ask();
  assertEquals(others, []);
  first?.socket.hear({ type: "client-endpoint-refuse", session: first.session, code: "codec" });
  await pass(50);
  const [second] = ask();
  const { session } = second ?? {};
  assert(second && session && second.socket !== first?.socket);
  second.socket.hear({ type: "client-endpoint-answer", session, sdp: "answer" });
  await pass(50);
  assertEquals(posted, [{ is: "answered", session, sdp: "answer" }]);
});

Deno.test("EndpointRouter: a page that was silent is asked after the others the next time", async () => {
  const { pass, isolate } = stage();
  const x = isolate("X");
  await pass(50);
  const [frozen, other] = [listen(x.hub, "a"), listen(x.hub, "b")];
  for (const asked of [["endpoint-offer", "endpoint-end"], []]) {
    const posted = watched(x.hub.endpoints.ask(TOPIC, offer));
    if (asked.length > 0) await pass(2700);
    await pass(10);
    const session = answer(other, "answer");
    await pass(10);
    assertEquals(posted, [{ is: "answered", session, sdp: "answer" }]);
    assertEquals(frozen.take().map(({ type }) => type), asked);
  }
});

Deno.test("EndpointRouter: 2,000 made-up topics are unknown at once, and take no publisher's place", async () => {
  const { pass, isolate } = stage();
  const [x, y] = [isolate("X"), isolate("Y")];
  await pass(50);
  const page = listen(y.hub, "a");
  await pass(50);
  const topics = Array.from({ length: 2000 }, (_, at) => `${at}`.padStart(22, "u"));
  const replies: EndpointReply["is"][] = [];
  for (const topic of topics) {
    void x.hub.endpoints.ask(topic, offer).then(({ is }) => replies.push(is));
    await turn();
  }
  const posted = watched(x.hub.endpoints.ask(TOPIC, offer));
  await pass(50);
  assertEquals(replies, topics.map(() => "unknown"));
  const session = answer(page, "answer");
  await pass(50);
  assertEquals(posted, [{ is: "answered", session, sdp: "answer" }]);
});

Deno.test("EndpointRouter: where isolates say nothing, nobody is known after a second; a dead one costs 6 s", async () => {
  const { pass, isolate, network } = stage();
  const [x, y] = [isolate("X"), isolate("Y")];
  await pass(50);
  const late = listen(y.hub, "b");
  await pass(50);
  network.rule = () => [];
  const nobody = watched(x.hub.endpoints.ask(TOPIC, offer));
  await pass(990);
  assertEquals(nobody, []);
  await pass(10);
  assertEquals(nobody, [{ is: "unknown" }]);
  network.rule = () => [0];
  late.socket.drop();
  listen(y.hub, "a");
  await pass(50);
  const posted = watched(x.hub.endpoints.ask(TOPIC, offer));
  await pass(20);
  y.die();
  await pass(5980);
  assertEquals(posted, [{ is: "silent" }]);
});

Deno.test("EndpointRouter: a recorded request carries nothing out: tickets are good once, and for who asked", async () => {
  const { pass, isolate } = stage();
  const y = isolate("Y");
  await pass(50);
  const page = listen(y.hub, "a");
  await pass(50);
  // Another isolate of the deployment, in the test's hand.
  const recorder = isolate("Z");
  await pass(50);
  const posted = watched(recorder.hub.endpoints.ask(TOPIC, offer));
  await pass(50);
  answer(page, "answer");
  await pass(50);
  assertEquals(posted.length, 1);
  const replay = { type: "endpoint-request", ticket: "k".repeat(22), request: offer } as const;
  recorder.say(named("Y"), JSON.stringify(replay));
  await pass(50);
  assertEquals(page.take(), []);
});
