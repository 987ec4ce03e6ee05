import { BOTH } from "../harness/browser/browser_binaries.ts";
import { assert, assertEquals } from "@std/assert";
import { connect } from "@nats-io/transport-node";
import { decode, encode, random } from "../../client/call/security/base64url.ts";
import { pad } from "../../client/call/security/padding.ts";
import { lacksNats, onBus, startNats } from "../harness/nats.ts";
import { meet } from "../harness/browser/meeting.ts";
import { assertHealthyCall } from "../harness/browser/assert_healthy_call.ts";
import { say, SECRET } from "../harness/browser/attack_scenario.ts";
import { browserTest, type TestRoom } from "../harness/browser/test_room.ts";
import { serve } from "../harness/browser/server.ts";

const ROOM = "harbour-58";

/** Secrets of sealed bodies, and the bodies as they are without compression. */
async function unfolded(text: string): Promise<string[]> {
  const found = [text];
  for (const [word] of text.matchAll(/[A-Za-z0-9_-]{40,}/g)) {
    const bytes = decode(word);
    if (!bytes) continue;
    found.push(new TextDecoder("latin1").decode(bytes));
    for (const format of ["deflate", "deflate-raw", "gzip"] as const) {
      const stream = new Blob([bytes.slice(4)]).stream();
      const inflated = new Response(stream.pipeThrough(new DecompressionStream(format)));
      await inflated.text().then((plain) => found.push(plain), () => {});
    }
  }
  return found;
}

/** Everything that says something of a call, by what it is. */
function tells(key: string): Readonly<Record<string, RegExp>> {
  return {
    "a description": /v=0|a=candidate|a=fingerprint|a=ice-|m=audio|candidate:/,
    "an address of media": /typ host|typ srflx|\.local\b/,
    // A word by itself: three letters in a row come about in sealed text.
    "a name": /(?<![\w-])(?:Ann|Bob)(?![\w-])/,
    "the chat": new RegExp(SECRET),
    "the room's name": new RegExp(ROOM),
    "the key": new RegExp(key.slice(0, 20)),
    "what a member says of itself": /"about"|"camera"|"commit"|"identityKey"/,
  };
}

const TITLE = "what servers, bus and logs held in a call tells nothing of it";
const play = async (testRoom: TestRoom) => {
  // What were not sealed would be found, compressed or not.
  const offer = JSON.stringify({
    sdp: "v=0\r\na=candidate:1 1 udp 1 10.0.0.1 9 typ host\r\n".repeat(9),
  });
  for (const bare of [encode(new TextEncoder().encode(offer)), encode(await pad(offer))]) {
    assert((await unfolded(bare)).some((plain) => tells("k")["a description"]?.test(plain)));
  }
  const nats = await startNats();
  const ear = await connect({ servers: nats.url });
  const bus: string[] = [];
  ear.subscribe(">", { callback: (_, message) => void bus.push(message.string()) });
  await ear.flush();
  const one = () => serve(onBus(nats.url));
  const servers = [await one(), await one()] as const;
  const key = random(32);
  try {
    await using meeting = await meet(testRoom, BOTH, { place: `${ROOM}/${key}`, servers });
    await assertHealthyCall(meeting.people);
    await say(meeting.people[0], SECRET);
    await meeting.people[1].press("chat");
    await meeting.people[1].reads(SECRET);
    const frames = meeting.proxies.flatMap(({ passed }) => passed.map(({ text }) => text));
    const logs = servers.flatMap(({ log }) => log);
    // The places are looked at where something is to be found.
    assert(frames.some((text) => text.includes("client-answer")), "no frames");
    assert(bus.some((text) => text.includes("client-answer")), "nothing on the bus");
    assert(logs.length >= 2, "no logs");
    for (const [place, texts] of Object.entries({ frames, bus, logs })) {
      for (const plain of (await Promise.all(texts.map(unfolded))).flat()) {
        for (const [what, form] of Object.entries(tells(key))) {
          assertEquals(form.exec(plain)?.[0], undefined, `${what} in the ${place}`);
        }
      }
    }
  } finally {
    await ear.close();
    await Promise.all(servers.map((server) => server.stop()));
    await nats.stop();
  }
};

browserTest(TITLE, BOTH, play, undefined, lacksNats());
