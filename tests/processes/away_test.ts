import { assert, assertEquals } from "@std/assert";
import { connect } from "../fakes/raw.ts";
import { lacksNats, startNats } from "../fakes/nats.ts";
import { join, meet, person, roomOf } from "../fakes/page.ts";
import { type Process, start } from "../fakes/process.ts";

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
  name: "by another process: a lost socket is away at once, a silent page by 25 s; left by 35 s",
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
    const began = performance.now();
    const told = async (type: string, id: string) => {
      const form = `"${type}","from":"${id}"`;
      while (!witness.heard.some((frame) => frame.includes(form))) await witness.hears(/./);
      return (performance.now() - began) / 1000;
    };
    frozen.say({ type: "client-beat" });
    lost.raw[Symbol.dispose]();
    const times = [
      await told("client-away", lost.id),
      await told("client-leave", lost.id),
      await told("client-away", frozen.id),
      await told("client-leave", frozen.id),
    ];
    const [away = NaN, left = NaN, silent = NaN, gone = NaN] = times;
    console.log(
      `lost: away ${away.toFixed(1)} s, left ${left.toFixed(1)} s; ` +
        `silent: away ${silent.toFixed(1)} s, left ${gone.toFixed(1)} s`,
    );
    assert(left > 13 && silent > 18, "a hiccup is not an absence");
    assertEquals(await frozen.closed, 4408);
    await nats.stop();
  },
});
