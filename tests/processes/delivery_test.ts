import { assertEquals } from "@std/assert";
import { lacksNats, startNats } from "../harness/nats.ts";
import { join, meet, type Page, roomOf } from "../harness/socket_page.ts";
import { start } from "../harness/process.ts";

const ROOMS = 200;
const MESSAGES = 100;

/** Body `n` of a pair: told apart from every other, in base64url. */
const body = (n: number) => `AAAA${String(n).padStart(4, "0")}`;

Deno.test({
  name: `${ROOMS} rooms on three processes, ${MESSAGES} messages a pair: all, in order, once`,
  ignore: lacksNats(),
  async fn() {
    const nats = await startNats();
    const env = {
      ALLOW_NO_ORIGIN: "1",
      WORKERS: "1",
      BUS_URL: nats.url,
      CLUSTER_KEY: "a key of this deployment, 32 characters",
    };
    await using one = await start({ env });
    await using two = await start({ env });
    await using three = await start({ env });
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
