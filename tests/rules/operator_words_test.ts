import { assertEquals } from "@std/assert";
import { FAMILIES, type Family } from "../../signaling/metrics/families.ts";
import { metricsMemory, openMeter } from "../../signaling/metrics/metrics.ts";
import { readSource, sourcesOf, walk } from "../harness/sources.ts";

/** Events of the log, which operators search and alert on. */
const EVENTS = [
  "bus_connected",
  "bus_disconnected",
  "certificate_expired",
  "certificate_expires_soon",
  "certificate_renewed",
  "certificate_unreadable",
  "close_failed",
  "deploy_without_bus",
  "dist_unreadable",
  "draining",
  "isolate_failed",
  "isolates_unavailable",
  "listener_failed",
  "listener_reopen_failed",
  "listener_reopened",
  "memory_exhausted",
  "route_error",
  "session_end_error",
  "session_error",
  "slow_reader",
  "turn_issuer_failed",
  "uncaught_error",
];
/** Metrics, with the label that each has. */
const METRICS = [
  "visavis_bus_connected_isolates",
  "visavis_bus_messages_total result",
  "visavis_bus_refused_total reason",
  "visavis_drains_total",
  "visavis_forward_duration_seconds",
  "visavis_http_errors_total status",
  "visavis_ice_servers_sent_total trigger",
  "visavis_messages_total type",
  "visavis_pair_report_paths_total path",
  "visavis_pair_report_protocols_total protocol",
  "visavis_pair_reports_total verdict",
  "visavis_pair_setup_seconds",
  "visavis_refused_total reason",
  "visavis_rooms",
  "visavis_sockets",
  "visavis_standing_offers_total",
  "visavis_turn_issuer_answers_total result",
];

Deno.test("operator words: the log has these events, and no others", async () => {
  const found = new Set<string>();
  for await (const path of sourcesOf(["signaling/", "routes/", "main.ts"])) {
    for (const event of events(path, await readSource(path))) found.add(event);
  }
  assertEquals([...found].sort(), EVENTS);
});

Deno.test("operator words: metrics and their labels are these", () => {
  const labels = new Map<string, string | undefined>(
    Object.values<Family>(FAMILIES).map(({ name, label }) => [name, label]),
  );
  // As `/metrics` has them: those that are counted apart are there, too.
  const rendered = openMeter(metricsMemory(1), 0).render().matchAll(/^# TYPE (\w+)/gm);
  const found = [...rendered].map(([, name = ""]) =>
    [name, labels.get(name) ?? ""].join(" ").trim()
  );
  assertEquals(found.sort(), METRICS);
});

Deno.test("operator words: an event is found wherever an entry of the log is written", () => {
  const planted = 'log({ level: "warn", event: "planted" });\n' +
    "const entry: Entry = { level: 'info', event: 'by name' };\nconst other = { event: 'none' };";
  assertEquals(events("a.ts", planted), ["planted", "by name"]);
});

/** Events of the entries that a source writes: objects with a level and an event. */
function events(path: string, text: string): string[] {
  const found: string[] = [];
  walk(path, text, () => ({
    ObjectExpression({ properties }) {
      const fields = new Map(properties.flatMap((one) => {
        if (one.type !== "Property" || one.key.type !== "Identifier") return [];
        return [[one.key.name, one.value] as const];
      }));
      const event = fields.get("event");
      if (fields.has("level") && event?.type === "Literal") found.push(`${event.value}`);
    },
  }));
  return found;
}
