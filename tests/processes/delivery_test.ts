import { assertEquals } from "@std/assert";
import { lacksNats, startNats, startOnBus } from "../harness/nats.ts";
import { join, meet, type Page, roomOf } from "../harness/socket_page.ts";

const ROOMS = 200;
const MESSAGES = 100;

/** Body `n` of a pair: told apart from every other, in base64url. */
const body = (n: number) => `AAAA${String(n).padStart(4, "0")}`;

Deno.test({
  name: `${ROOMS} rooms on three processes, ${MESSAGES} messages a pair: all, in order, once`,
  ignore: lacksNats(),
  async fn() {
    const nats = await startNats();
    await using one = await startOnBus(nats.url);
    await using two = await startOnBus(nats.url);
    await using three = await startOnBus(nats.url);
    const servers = [one, two, three];
    const pairs: (readonly [Page, Page])[] = [];
    const at = (n: number) => servers[n % servers.length]?.address ?? "";
    for (let n = 0; n < ROOMS; n += 50) {
      pairs.push(
        ...await Promise.all(Array.from({ length: 50 }, async (_, i) => {
          const room = roomOf(`r${n + i}`);
          return [await join(at(n + i), room), await join(at(n + i + 1), room)] as const;
        })),
      );
    }
    await Promise.all(pairs.map(([left, right]) => meet(left, right)));
    const wanted = Array.from({ length: MESSAGES }, (_, n) => body(n));
    for (const sealed of wanted) {
      for (const [left, right] of pairs) left.say({ type: "client-offer", to: right.id, sealed });
      // A turn for the sockets, so that nobody here is the slow reader.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    await Promise.all(pairs.map(([, right]) => right.hears(new RegExp(body(MESSAGES - 1)))));
    for (const [left, right] of pairs) {
      const heard = right.heard.filter((frame) => frame.includes("client-offer"))
        .map((frame) => JSON.parse(frame).sealed);
      assertEquals(heard, wanted);
      left.socket.close();
      right.socket.close();
    }
    await nats.stop();
  },
});
