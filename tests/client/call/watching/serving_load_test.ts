import { assertEquals } from "@std/assert";
import type { Connection } from "../../../../client/call/connection/connection.ts";
import type { Report } from "../../../../client/call/health/selected_path.ts";
import { openServingLoad } from "../../../../client/call/watching/serving_load.ts";
import { fakeClock } from "../../../fakes/clock.ts";

/** Sending of one connection, by the second. */
interface Sending {
  readonly estimate: number | null;
  readonly target?: number;
  readonly bitrate: number;
  readonly encoding?: number;
  readonly limited?: boolean;
}

/** A page whose connections send so for 20 s. */
async function after(
  sendings: Readonly<Record<string, Sending>>,
  viewers: readonly string[],
  seconds = 20,
  cores = 4,
) {
  const clock = fakeClock();
  const load = openServingLoad({ elapsed: clock.now, cores });
  const connections = new Map(
    Object.keys(sendings).map((id) => [id, {} as unknown as Connection]),
  );
  const members = Object.keys(sendings).filter((id) => !viewers.includes(id));
  let found = load.look({ members, viewers });
  for (let second = 0; second < seconds; second++) {
    await clock.pass(1000);
    for (const [id, connection] of connections) {
      const sending = sendings[id];
      if (sending) load.read(id, connection, reportOf(sending, second));
    }
    found = load.look({ members, viewers });
  }
  return found;
}

function reportOf(
  { estimate, target, bitrate, encoding = 0, limited = false }: Sending,
  second: number,
): Report {
  const pair = {
    ...{ id: "pair", type: "candidate-pair", timestamp: 1000 * second, selected: true },
    ...(estimate === null ? {} : { availableOutgoingBitrate: estimate }),
  };
  const picture = {
    ...{ id: "picture", type: "outbound-rtp", kind: "video", timestamp: 1000 * second },
    ...{ bytesSent: bitrate / 8 * second, packetsSent: 50 * second, framesEncoded: 15 * second },
    ...{ totalEncodeTime: encoding * second, targetBitrate: target },
    qualityLimitationReason: limited ? "cpu" : "none",
  };
  return new Map<string, unknown>([["pair", pair], ["picture", picture]]) as unknown as Report;
}

Deno.test("ServingLoad: what ways carry above what their encoders may send is to spare", async () => {
  const bob = { estimate: 6e6, target: 2e6, bitrate: 40_000 };
  const vera = { estimate: 2e6, target: 1e6, bitrate: 1.1e6 };
  const { spare, measured, isNarrow } = await after({ bob, vera }, ["vera"]);
  assertEquals([spare, measured, isNarrow], [4e6 + 0.9e6, 1, false]);
});

Deno.test("ServingLoad: nothing is known of a browser without estimates, nor in the first seconds", async () => {
  const bob = { estimate: null, bitrate: 1e6 };
  assertEquals((await after({ bob }, [])).spare, null);
  assertEquals((await after({}, [])).spare, null);
  const cy = { estimate: 5e6, target: 1e6, bitrate: 1e6 };
  assertEquals((await after({ cy }, ["cy"], 9)).measured, 0);
  assertEquals((await after({ cy }, ["cy"], 9)).spare, null);
});

Deno.test("ServingLoad: an encoder that takes all that its way carries makes the page narrow", async () => {
  const bob = { estimate: 1.8e6, target: 1.75e6, bitrate: 1.7e6 };
  const { spare, isNarrow } = await after({ bob }, []);
  assertEquals([isNarrow, Math.round(spare ?? -1)], [true, 50_000]);
});

Deno.test("ServingLoad: there is time for as many encoders as half of all threads encode", async () => {
  const bob = { estimate: 6e6, target: 1e6, bitrate: 1e6, encoding: 0.2 };
  assertEquals((await after({ bob }, [], 20, 4)).encoders, 12);
  const vera = { ...bob, encoding: 0.25 };
  assertEquals((await after({ bob, vera }, ["vera"], 20, 4)).encoders, 6);
  const slow = { ...bob, encoding: 0.9 };
  const { encoders, isStrained } = await after({ slow }, ["slow"], 20, 2);
  assertEquals([encoders, isStrained], [0, true]);
});

Deno.test("ServingLoad: a browser that sends viewers less for want of time is strained", async () => {
  const vera = { estimate: 6e6, target: 1e6, bitrate: 1e6, limited: true };
  assertEquals((await after({ vera }, ["vera"])).isStrained, true);
  assertEquals((await after({ vera }, [])).isStrained, false, "members' pictures have a judge");
});
