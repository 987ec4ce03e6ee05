import type { DoctorWords } from "../../client/ui/i18n/en/doctor.ts";

/** All is well, somebody should look, or it does not work. */
export type Level = "fine" | "look" | "broken";

/** Name of a verdict. */
export type Code = keyof DoctorWords;

/** How bad each verdict is. */
export const LEVELS: Readonly<Record<Code, Level>> = {
  settings_bad: "broken",
  settings_ok: "fine",

  compose_read: "look",

  port_free: "fine",
  port_serving: "fine",
  port_degraded: "look",
  port_taken: "broken",
  port_denied: "broken",

  tls_none: "look",
  tls_ok: "fine",
  tls_unreadable: "broken",
  tls_key: "broken",
  tls_expired: "broken",
  tls_early: "broken",
  tls_soon: "look",
  tls_name: "broken",

  host_dns: "broken",
  host_ok: "fine",
  host_plain: "look",
  host_silent: "look",
  host_other: "broken",

  turn_none: "look",
  turn_dns: "broken",
  turn_address: "look",
  turn_udp_silent: "broken",
  turn_closed: "broken",
  turn_silent: "broken",
  turn_foreign: "broken",
  turn_dtls: "look",
  turn_tls_expired: "broken",
  turn_tls_name: "broken",
  turn_tls_untrusted: "broken",
  turn_tls: "broken",
  turn_open: "broken",
  turn_secret: "broken",
  turn_password: "broken",
  turn_issued: "broken",
  turn_expired: "broken",
  turn_clock: "broken",
  turn_new_unknown: "broken",
  turn_old_unknown: "look",
  turn_quota: "broken",
  turn_capacity: "broken",
  turn_error: "broken",
  turn_inside: "broken",
  turn_ok: "fine",
  stun_ok: "fine",
  issuer_ok: "fine",
  issuer_bad: "broken",

  reach_cluster: "look",
  bus_ok: "fine",
  bus_refused: "broken",
  bus_untrusted: "broken",
  bus_denied: "broken",
  bus_silent: "broken",

  memory_ok: "fine",
  memory_short: "broken",
  files_ok: "fine",
  files_few: "look",
};

/** One thing found out. */
export interface Finding {
  readonly code: Code;
  /** Values that go into the sentence. Never a secret. */
  readonly values: Readonly<Record<string, string | number>>;
}

/** A finding. */
export function found(code: Code, values: Finding["values"] = {}): Finding {
  return { code, values };
}

/** How bad it is. */
export function levelOf({ code }: Finding): Level {
  return LEVELS[code];
}

/** The sentence for people, in the language of these words. */
export function sentence({ code, values }: Finding, words: DoctorWords): string {
  return words[code].replace(/\{(\w+)\}/g, (_, name) => `${values[name] ?? ""}`);
}

/** Words of the runtime about a failure, on one line. */
export function reason(fault: unknown): string {
  return fault instanceof Error ? fault.message.split("\n")[0] ?? "" : String(fault);
}
