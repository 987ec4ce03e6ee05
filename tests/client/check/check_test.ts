import { assert, assertEquals } from "@std/assert";
import { conclude, judgeRelay, serversOf, type Trial, wayOf } from "../../../client/check/turn.ts";
import { reportOf } from "../../../client/check/report.ts";
import { judgeSpeed } from "../../../client/check/throughput.ts";
import { type Finding, found, type Line, markOf, worst } from "../../../client/check/state.ts";

const trial = (part: Partial<Trial>): Trial => ({
  roundTripMs: null,
  candidateTypes: new Set(),
  errorCodes: [],
  reportsErrors: true,
  ...part,
});

Deno.test("judgeRelay: what a trial by the relay alone says of the relay", () => {
  const cases: readonly (readonly [Partial<Trial>, Finding["is"]])[] = [
    [{ roundTripMs: 12, errorCodes: [701, 401] }, "relay-works"],
    [{ errorCodes: [701, 401] }, "relay-refused"],
    [{ errorCodes: [486] }, "relay-full"],
    [{ errorCodes: [508] }, "relay-full"],
    [{ errorCodes: [701] }, "relay-silent"],
    [{}, "relay-silent"],
    [{ reportsErrors: false }, "relay-empty"],
    [{ candidateTypes: new Set(["relay"]), errorCodes: [701] }, "relay-stuck"],
  ];
  for (const [part, wanted] of cases) assertEquals(judgeRelay(trial(part)).is, wanted);
});

Deno.test("check: the way of an URL, and the servers of a way", () => {
  const ways = ["turn:a", "turn:a?transport=udp", "TURN:a:1?transport=TCP", "turns:a", "stun:a"];
  assertEquals(ways.map(wayOf), ["udp", "udp", "tcp", "tls", null]);
  const servers = [
    { urls: ["turn:a", "turn:a?transport=tcp"], username: "u", credential: "c" },
    { urls: ["stun:b"] },
  ];
  assertEquals(serversOf(servers, "tcp"), [
    { urls: ["turn:a?transport=tcp"], username: "u", credential: "c" },
  ]);
  assertEquals(serversOf(servers, "tls"), []);
});

const ways = (udp: Finding, tcp: Finding, tls: Finding): Line[] => [
  { topic: "udp", finding: udp },
  { topic: "tcp", finding: tcp },
  { topic: "tls", finding: tls },
];
const verdicts = (lines: readonly Line[]) => conclude(lines).map(({ finding }) => finding?.is);

Deno.test("check: a way that is closed matters less where another is open", () => {
  const [works, silent, unset] = [
    found("relay-works", 1),
    found("relay-silent"),
    found("relay-unset"),
  ];
  assertEquals(verdicts(ways(silent, works, unset)), ["udp-blocked", "relay-works", "relay-unset"]);
  assertEquals(verdicts(ways(works, silent, silent)), ["relay-works", "detour", "detour"]);
  assertEquals(verdicts(ways(silent, silent, works)), ["udp-blocked", "detour", "relay-works"]);
  assertEquals(verdicts(ways(silent, silent, unset)), [
    "relay-silent",
    "relay-silent",
    "relay-unset",
  ]);
  // A password that is refused is to be solved, whatever else works.
  assertEquals(verdicts(ways(works, found("relay-refused"), unset))[1], "relay-refused");
});

Deno.test("check: numbers of the loop in terms of a call", () => {
  assertEquals(judgeSpeed(3.96, 0.4, true), found("speed-good", 4, 0));
  assertEquals(judgeSpeed(0.84, 0, true), found("speed-thin", 0.8, 0));
  assertEquals(judgeSpeed(20.4, 3, true), found("speed-lossy", 20, 3));
  assertEquals(judgeSpeed(200, 50, false), found("speed-here", 200, 50));
  assertEquals(judgeSpeed(0, 0, true), found("speed-unknown"));
});

Deno.test("check: the worst line speaks for all", () => {
  const line = (finding: Finding | null): Line => ({ topic: "camera", finding });
  assertEquals(worst([line(found("secure")), line(null)]), "good");
  assertEquals(worst([line(found("secure")), line(found("quiet"))]), "note");
  const denied: Finding = { is: "device", kind: "camera", why: "denied" };
  assertEquals(markOf(denied), "bad");
  assertEquals(worst([line(found("quiet")), line(denied)]), "bad");
});

Deno.test("check: a report holds codes and the browser, and nothing of who or where", () => {
  const agent =
    "Mozilla/5.0 (X11; Linux x86_64; secret-box) Chrome/156.0.7.8 Safari/537.36 Edg/155.1";
  const report = reportOf([
    { topic: "camera", finding: { is: "device", kind: "camera", why: "denied" } },
    { topic: "server", finding: found("answers", 3.14159) },
    { topic: "udp", finding: null },
  ], agent);
  assertEquals(report, "visavis check, Edg 155\ncamera: denied\nserver: answers 3.1\nudp: …");
  assert(!report.includes("secret-box"));
  assertEquals(reportOf([], "curl"), "visavis check, unknown browser");
});
