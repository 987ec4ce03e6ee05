import { assertEquals } from "@std/assert";
import { describePath, type Report } from "../../../../client/call/health/selected_path.ts";

type Part = Record<string, unknown>;

function report(...parts: Part[]): Report {
  return new Map(parts.map((part, at) => [String(part.id ?? at), part]));
}

const ENDS = { localCandidateId: "L", remoteCandidateId: "R" };
const near = (part: Part) => ({ id: "L", type: "local-candidate", ...part });
const far = (part: Part) => ({ id: "R", type: "remote-candidate", candidateType: "host", ...part });
const PAIR = { id: "P", type: "candidate-pair", ...ENDS, currentRoundTripTime: 0.025 };
const TRANSPORT = { id: "T", type: "transport", selectedCandidatePairId: "P" };

Deno.test("SelectedPath: a route is direct or relayed, whoever brings the relay", () => {
  const host = near({ candidateType: "host", protocol: "udp" });
  const relay = near({ candidateType: "relay", protocol: "udp", relayProtocol: "tls" });
  const cases: [Part, Part, string, string][] = [
    [host, far({}), "direct", "udp"],
    [host, far({ candidateType: "relay" }), "relayed", "udp"],
    [near({ candidateType: "host", protocol: "tcp" }), far({}), "direct", "tcp"],
    // To the relay, not from it.
    [relay, far({}), "relayed", "tls"],
  ];
  for (const [near, far, path, protocol] of cases) {
    const route = describePath(report(TRANSPORT, PAIR, near, far));
    assertEquals(route, { path, protocol, roundTrip: 25 } as typeof route);
  }
});

Deno.test("SelectedPath: the pair in use is found without a transport that names it", () => {
  const other = { ...PAIR, id: "Q", localCandidateId: "?", state: "succeeded" };
  const host = near({ candidateType: "host", protocol: "udp" });
  for (const mark of [{ selected: true }, { nominated: true, state: "succeeded" }]) {
    const route = describePath(report(other, { ...PAIR, ...mark }, host, far({})));
    assertEquals(route?.path, "direct");
  }
  assertEquals(describePath(report(other, PAIR, host, far({}))), null);
  assertEquals(describePath(report()), null);
});
