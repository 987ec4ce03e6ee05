import { assertEquals } from "@std/assert";
import { connect } from "../harness/tcp_client.ts";
import { lacksNats, startNats } from "../harness/nats.ts";
import { join, meet, person, roomOf } from "../harness/socket_page.ts";
import { type Process, start } from "../harness/process.ts";

const serve = (url: string) =>
  start({
    env: {
      ALLOW_NO_ORIGIN: "1",
      WORKERS: "1",
      BUS_URL: url,
      CLUSTER_KEY: "a key of this deployment, 32 characters",
    },
  });

/** A member on a plain connection, which can break without a word. */
async function plain({ address }: Process, room: string) {
  const { id, protocols } = await person();
  const raw = await connect(Number(new URL(address).port));
  await raw.send(
    [
      `GET /ws/${room} HTTP/1.1`,
      "Host: x",
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
      `Sec-WebSocket-Protocol: ${protocols.join(", ")}`,
      "\r\n",
    ].join("\r\n"),
  );
  await raw.frame(1);
  return { id, raw };
}

Deno.test({
  name: "by another process: a lost socket is away, and left, before a silent page is",
  ignore: lacksNats(),
  async fn() {
    const nats = await startNats();
    await using one = await serve(nats.url);
    await using two = await serve(nats.url);
    const room = roomOf("away");
    using witness = await join(one.address, room);
    // Its browser answers pings; the page itself says one word and then no more.
    using frozen = await join(two.address, room);
    const lost = await plain(two, room);
    await meet(witness, frozen);
    await witness.hears(new RegExp(`"client-call","from":"${lost.id}"`));
    frozen.say({ type: "client-beat" });
    lost.raw[Symbol.dispose]();
    const told = () =>
      witness.heard.flatMap((frame) => {
        const { type, from } = JSON.parse(frame);
        if (type !== "client-away" && type !== "client-leave") return [];
        return [`${from === lost.id ? "lost" : "silent"} ${type}`];
      });
    while (told().length < 4) await witness.hears(/./);
    // A hiccup is no absence: who is lost at once leaves before who is silent is even away.
    assertEquals(told(), [
      "lost client-away",
      "lost client-leave",
      "silent client-away",
      "silent client-leave",
    ]);
    assertEquals(await frozen.closed, 4408);
    await nats.stop();
  },
});
