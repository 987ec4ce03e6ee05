import { assertEquals } from "@std/assert";
import { permitRelays } from "../../../../client/call/connection/relay_permission.ts";

/** A connection whose description names these candidates; notes those that it is given. */
async function given(...candidates: readonly string[]): Promise<string[]> {
  const sdp = candidates.map((one) => `a=candidate:${one}\r\n`).join("");
  const found: string[] = [];
  permitRelays({
    localDescription: { type: "offer", sdp, toJSON: () => ({ type: "offer" }) },
    addIceCandidate(candidate?: RTCIceCandidateInit | null) {
      found.push(`${candidate?.sdpMid} ${candidate?.candidate}`);
      return Promise.reject(new DOMException("unknown ufrag", "OperationError"));
    },
  });
  // What the browser refuses is nobody's loss.
  await Promise.resolve();
  return found;
}

Deno.test("RelayPermission: each address of a relay is permitted once, for a generation that never begins", async () => {
  const found = await given(
    "1 1 udp 2122260223 192.0.2.1 5000 typ host generation 0",
    "2 1 udp 1686052607 198.51.100.1 5000 typ srflx raddr 192.0.2.1 rport 5000",
    "3 1 udp 41885439 203.0.113.9 50001 typ relay raddr 198.51.100.1 rport 5000 generation 0",
    "4 1 udp 25108223 203.0.113.9 50002 typ relay raddr 198.51.100.1 rport 5001 generation 0",
    "5 1 udp 25108222 2001:db8::9 50003 typ relay raddr 2001:db8::1 rport 5001 generation 0",
  );
  assertEquals(found, [
    "0 candidate:4 1 udp 25108223 203.0.113.9 50002 typ relay ufrag none",
    "0 candidate:5 1 udp 25108222 2001:db8::9 50003 typ relay ufrag none",
  ]);
});

Deno.test("RelayPermission: without a relay nothing is added", async () => {
  assertEquals(await given("1 1 udp 2122260223 192.0.2.1 5000 typ host"), []);
  assertEquals(await given(), []);
});
