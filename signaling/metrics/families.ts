import { PATHS, PROTOCOLS, SETUPS, VERDICTS } from "../../protocol/report.ts";
import { REFUSALS } from "../../protocol/schema.ts";
import { clientShapes } from "../../protocol/client.ts";

/** One family of numbers in the text format of Prometheus; `values` are those of its one label. */
export interface Family {
  readonly name: string;
  readonly help: string;
  /** Of a histogram each value is a bucket by itself, by its upper bound; the last has none. */
  readonly type: "counter" | "gauge" | "histogram";
  readonly label?: string;
  readonly values: readonly string[];
}

/** Statuses of errors. */
export const STATUSES = [
  "400",
  "401",
  "403",
  "404",
  "405",
  "409",
  "412",
  "413",
  "414",
  "415",
  "421",
  "422",
  "426",
  "428",
  "429",
  "500",
  "503",
  "504",
] as const;

/** No label ever holds a room, a member or an address: their values are all listed here. */
export const FAMILIES = {
  sockets: {
    name: "visavis_sockets",
    help: "Open sockets.",
    type: "gauge",
    values: [""],
  },
  rooms: {
    name: "visavis_rooms",
    help: "Rooms with a member at an isolate of this process; a room at two isolates counts twice.",
    type: "gauge",
    values: [""],
  },
  messages: {
    name: "visavis_messages_total",
    help: "Messages from pages.",
    type: "counter",
    label: "type",
    values: Object.keys(clientShapes) as (keyof typeof clientShapes)[],
  },
  refused: {
    name: "visavis_refused_total",
    help: "Messages and sockets that were refused.",
    type: "counter",
    label: "reason",
    values: [...REFUSALS, "slow_reader", "too_big"],
  },
  http: {
    name: "visavis_http_errors_total",
    help: "Answers with an error status, to handshakes as well.",
    type: "counter",
    label: "status",
    values: STATUSES,
  },
  bus: {
    name: "visavis_bus_messages_total",
    help: "Messages between isolates; a lost one was not acknowledged.",
    type: "counter",
    label: "result",
    values: ["sent", "received", "lost"],
  },
  busRefused: {
    name: "visavis_bus_refused_total",
    help: "Packets and messages of the bus that were refused.",
    type: "counter",
    label: "reason",
    values: ["forged", "replayed", "notice", "stranger"],
  },
  busUp: {
    name: "visavis_bus_connected_isolates",
    help: "Isolates of this process whose bus is connected.",
    type: "gauge",
    values: [""],
  },
  ice: {
    name: "visavis_ice_servers_sent_total",
    help:
      "Lists of ICE servers sent to pages: with the welcome, at their request, or when a slow issuer has answered.",
    type: "counter",
    label: "trigger",
    values: ["welcome", "request", "issuer"],
  },
  standing: {
    name: "visavis_standing_offers_total",
    help: "Standing offers of pages that newcomers got with their welcome.",
    type: "counter",
    values: [""],
  },
  issuer: {
    name: "visavis_turn_issuer_answers_total",
    help: "Answers of the TURN issuer.",
    type: "counter",
    label: "result",
    values: ["ok", "failed"],
  },
  verdicts: {
    name: "visavis_pair_reports_total",
    help: "Reports of pages about their connection with another page; both pages of a pair report.",
    type: "counter",
    label: "verdict",
    values: VERDICTS,
  },
  paths: {
    name: "visavis_pair_report_paths_total",
    help: "The same reports, by the path of the media.",
    type: "counter",
    label: "path",
    values: PATHS,
  },
  protocols: {
    name: "visavis_pair_report_protocols_total",
    help: "The same reports of pairs that connected, by the transport to the peer or to the relay.",
    type: "counter",
    label: "protocol",
    values: PROTOCOLS,
  },
  setups: {
    name: "visavis_pair_setup_seconds",
    help: "Seconds that connecting took, rounded up by the page that reports it.",
    type: "histogram",
    values: SETUPS,
  },
  drains: {
    name: "visavis_drains_total",
    help: "Isolates that have begun to drain.",
    type: "counter",
    values: [""],
  },
} as const satisfies Record<string, Family>;
