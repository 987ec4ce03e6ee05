import { assert, assertEquals } from "@std/assert";
import { decodeClient } from "../../../protocol/mod.ts";
import { openFakeHub } from "../../fakes/server_socket.ts";

Deno.test("PairReports: a report says what stands in the lists and nothing else", () => {
  const report = { type: "client-report", path: "direct", verdict: "connected" };
  const beyond = [
    { path: "192.0.2.1" },
    { protocol: "sctp" },
    { setup: "0.7" },
    { setup: 1 },
    { verdict: "Ann" },
  ];
  for (const one of beyond) {
    const decoded = decodeClient(JSON.stringify({ ...report, ...one }));
    assertEquals(decoded, { ok: false, code: "bad_message" }, JSON.stringify(one));
  }
  const named = decodeClient(JSON.stringify({ ...report, name: "Ann", room: "r" }));
  assertEquals<unknown>(named, { ok: true, message: report });
});

Deno.test("PairReports: reports of pages become shares, a histogram of set-up times, and failures by verdict", () => {
  const { meter, enter } = openFakeHub();
  const socket = enter("R".padEnd(22, "_"), "a".padEnd(22, "_"));
  const type = "client-report";
  const good = { type, path: "direct", protocol: "udp", setup: "1", verdict: "connected" };
  socket.hear(good);
  socket.hear({ ...good, path: "relayed", protocol: "tls", setup: "more" });
  socket.hear({ ...good, setup: "30" });
  // What did not connect took no time and goes nowhere, whatever a page says.
  socket.hear({ ...good, path: "none", verdict: "relay_refused" });
  const lines = meter.render().split("\n");
  for (
    const line of [
      'visavis_pair_reports_total{verdict="connected"} 3',
      'visavis_pair_reports_total{verdict="relay_refused"} 1',
      'visavis_pair_report_paths_total{path="direct"} 2',
      'visavis_pair_report_paths_total{path="relayed"} 1',
      'visavis_pair_report_paths_total{path="none"} 1',
      'visavis_pair_report_protocols_total{protocol="udp"} 2',
      'visavis_pair_report_protocols_total{protocol="tls"} 1',
      "# TYPE visavis_pair_setup_seconds histogram",
      'visavis_pair_setup_seconds_bucket{le="0.5"} 0',
      'visavis_pair_setup_seconds_bucket{le="1"} 1',
      'visavis_pair_setup_seconds_bucket{le="20"} 1',
      'visavis_pair_setup_seconds_bucket{le="30"} 2',
      'visavis_pair_setup_seconds_bucket{le="+Inf"} 3',
      "visavis_pair_setup_seconds_count 3",
    ]
  ) assert(lines.includes(line), line);
  assertEquals(socket.take().filter(({ type }) => type === "refused"), []);
});
