import { assertEquals } from "@std/assert";
import { lacksNats, startNats, startOnBus } from "../harness/nats.ts";
import { join, meet, roomOf } from "../harness/socket_page.ts";
import { call } from "../harness/upgrade.ts";

Deno.test({
  name: "by another process: a lost socket is away, and left, before a silent page is",
  ignore: lacksNats(),
  async fn() {
    const nats = await startNats();
    await using one = await startOnBus(nats.url);
    await using two = await startOnBus(nats.url);
    const room = roomOf("away");
    using witness = await join(one.address, room);
    // Its browser answers pings; the page itself says one word and then no more.
    using frozen = await join(two.address, room);
    // On a bare connection, which can break without a word.
    const lost = await call(Number(new URL(two.address).port), room);
    await meet(witness, frozen);
    await witness.hears(new RegExp(`"client-call","from":"${lost.id}"`));
    frozen.say({ type: "client-beat" });
    lost[Symbol.dispose]();
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
