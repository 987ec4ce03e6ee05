import { PATHS, PROTOCOLS, SETUPS, VERDICTS } from "../../protocol/report.ts";
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

const REFUSALS = [
  "bad_json",
  "bad_message",
  "unknown_type",
  "no_such_peer",
  "rate_limited",
  "room_full",
  "replaced",
  "restarting",
  "slow_reader",
  "too_big",
] as const;
/** Statuses of refused requests. */
export const STATUSES = [
  "400",
  "401",
  "403",
  "404",
  "405",
  "413",
  "414",
  "421",
  "426",
  "429",
  "500",
  "503",
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
    help: "Rooms with a member at this isolate; one that is spread counts at each.",
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
    values: REFUSALS,
  },
  http: {
    name: "visavis_http_refused_total",
    help: "Requests that were refused, handshakes among them.",
    type: "counter",
    label: "status",
    values: STATUSES,
  },
  bus: {
    name: "visavis_bus_messages_total",
    help: "Messages between isolates; lost were not acknowledged.",
    type: "counter",
    label: "what",
    values: ["sent", "received", "lost"],
  },
  busRefused: {
    name: "visavis_bus_refused_total",
    help: "What came over the bus and was not obeyed.",
    type: "counter",
    label: "reason",
    values: ["forged", "malformed", "replayed", "notice", "stranger"],
  },
  busUp: {
    name: "visavis_bus_isolates_up",
    help: "Isolates whose bus carries, of those that answer here.",
    type: "gauge",
    values: [""],
  },
  ice: {
    name: "visavis_ice_sent_total",
    help: "ICE servers sent to pages: with the welcome, when asked, or when an issuer was late.",
    type: "counter",
    label: "how",
    values: ["welcome", "asked", "late"],
  },
  issuer: {
    name: "visavis_turn_issuer_total",
    help: "Answers of the TURN issuer.",
    type: "counter",
    label: "result",
    values: ["ok", "failed"],
  },
  verdicts: {
    name: "visavis_pairs_total",
    help: "What became of pairs, as pages report it.",
    type: "counter",
    label: "verdict",
    values: VERDICTS,
  },
  paths: {
    name: "visavis_pair_paths_total",
    help: "How the media of pairs go, as pages report it.",
    type: "counter",
    label: "path",
    values: PATHS,
  },
  protocols: {
    name: "visavis_pair_protocols_total",
    help: "What carries connected pairs, to the peer or to the relay.",
    type: "counter",
    label: "protocol",
    values: PROTOCOLS,
  },
  setups: {
    name: "visavis_pair_setup_seconds",
    help: "Seconds that connected pairs took, rounded up by the pages.",
    type: "histogram",
    values: SETUPS,
  },
  drains: {
    name: "visavis_drains_total",
    help: "Isolates that have begun to go away.",
    type: "counter",
    values: [""],
  },
} as const satisfies Record<string, Family>;
