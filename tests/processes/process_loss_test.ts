import { assertEquals } from "@std/assert";
import { cuttable } from "../harness/cuttable_socket.ts";
import { lacksNats, startNats, startOnBus } from "../harness/nats.ts";
import { join, meet, roomOf } from "../harness/socket_page.ts";

const ignore = lacksNats();
const sealed = "c2VhbGVk";

Deno.test({
  name: "kill -9 of one of three processes: its members are away, and later have left",
  ignore,
  async fn() {
    const nats = await startNats();
    await using one = await startOnBus(nats.url);
    await using two = await startOnBus(nats.url);
    await using three = await startOnBus(nats.url);
    const room = roomOf("death");
    using stays = await join(one.address, room);
    using also = await join(three.address, room);
    const lost = await join(two.address, room);
    await meet(stays, lost);
    await meet(also, lost);
    two.kill("SIGKILL");
    // An absence first, an end later: hears takes them in their order.
    await stays.hears(/"client-away"/);
    await stays.hears(/"client-leave"/);
    await also.hears(/"client-leave"/);
    // Those who stay never lost each other.
    also.say({ type: "client-offer", to: stays.id, sealed });
    await stays.hears(/"client-offer"/);
    await nats.stop();
  },
});

Deno.test({
  name:
    "cut off from the bus until the others are away: equal rosters after it, no doubles, mail arrives",
  ignore,
  async fn() {
    const nats = await startNats();
    await using wire = cuttable(() => nats.port);
    await using one = await startOnBus(nats.url);
    await using two = await startOnBus(`nats://127.0.0.1:${wire.port}`);
    const room = roomOf("partition");
    using near = await join(one.address, room);
    using far = await join(two.address, room);
    await meet(near, far);
    wire.cut();
    // It is cut: what is said now does not arrive; a page says it again after five seconds.
    far.say({ type: "client-offer", to: near.id, sealed });
    using newNear = await join(one.address, room);
    using newFar = await join(two.address, room);
    await near.hears(/"client-away"/);
    assertEquals(near.heard.filter((frame) => frame.includes("client-offer")), []);
    wire.heal();
    await meet(newNear, newFar);
    await meet(near, newFar);
    await meet(far, newNear);
    far.say({ type: "client-offer", to: near.id, sealed });
    await near.hears(/"client-offer"/);
    newFar.say({ type: "client-answer", to: newNear.id, sealed });
    await newNear.hears(/"client-answer"/);
    assertEquals(near.heard.filter((frame) => frame.includes("client-leave")), []);
    await nats.stop();
  },
});
