/** Every verdict of `deno task doctor`, in English. Braces hold values that each language puts in. */
export const doctor = {
  settings_bad: "Settings: {problem}.",
  settings_ok: "The settings can be read.",

  compose_read:
    "These are the settings of compose.yaml, tried from outside. `docker compose --env-file deploy/visavis.env -f deploy/compose.yaml exec app1 deno run -A routes/doctor/doctor.ts --inside` tries what only its network reaches: port, bus, memory.",

  port_free: "{at}: the port is free.",
  port_serving: "{at}: the server answers.",
  port_degraded: "{at}: the server answers, but not all is well: {why}.",
  port_taken: "{at}: another program has this port. Stop it, or set another PORT.",
  port_denied:
    "{at}: nothing can listen here ({why}). Set HOST to an address of this machine; ports below 1024 need a right of their own.",

  tls_none:
    "No certificate is set. Browsers give a camera only to https: pages, so there must be a proxy with TLS in front.",
  tls_ok: "The certificate names {names} and is valid until {until}.",
  tls_unreadable: "TLS_CERT and TLS_KEY cannot be read ({why}).",
  tls_key: "TLS_KEY is not the key of TLS_CERT.",
  tls_expired: "The certificate expired on {until}. Renew it.",
  tls_early: "The certificate is valid only from {from} on. Is this machine's clock right?",
  tls_soon: "The certificate expires on {until}. Renew it soon.",
  tls_name: "The certificate does not name {name}; it names {names}.",

  host_dns: "{host} stands in PUBLIC_HOSTS and has no address in DNS.",
  host_ok: "{host} leads to this service.",
  host_plain:
    "{host} leads to this service by http: alone. Browsers give a camera only to https: pages.",
  host_silent: "{host} does not answer from here ({why}).",
  host_other: "{host} leads somewhere else: its /healthz answers {status}.",

  turn_none: "No TURN is set. Some pairs of people will not be able to connect.",
  turn_dns: "{at}: the name has no address in DNS.",
  turn_address:
    "{at}: nothing answers at this address of the name, and another one works. Browsers take that; let TURN listen here too, or take the address out of DNS.",
  turn_udp_silent:
    "{at}: nothing answers by UDP. Is TURN running, and does the firewall let UDP through?",
  turn_closed: "{at}: no connection. Is TURN running, and does the firewall let TCP through?",
  turn_silent: "{at}: accepts the connection and does not answer.",
  turn_foreign: "{at}: what answers there is not TURN.",
  turn_dtls: "{at}: this is DTLS, which no browser speaks to TURN. Leave it out.",
  turn_tls_expired: "{at}: TURN's certificate has expired.",
  turn_tls_name: "{at}: TURN's certificate is for another name.",
  turn_tls_untrusted:
    "{at}: TURN's certificate comes from an authority that is not trusted, or lacks the intermediate one.",
  turn_tls: "{at}: TURN does not speak TLS here ({why}).",
  turn_open: "{at}: TURN relays for anybody, without a password. Give coturn use-auth-secret.",
  turn_secret:
    "{at}: TURN answers but refuses the password (401): the server's TURN_SECRET and coturn's static-auth-secret differ.",
  turn_password:
    "{at}: TURN answers but refuses the password (401): TURN_USERNAME and TURN_PASSWORD are not those of TURN.",
  turn_issued: "{at}: TURN answers but refuses what the issuer gave (401).",
  turn_expired: "{at}: TURN answers but refuses the password (401): it expired on {until}.",
  turn_clock:
    "{at}: TURN accepts the secret but finds the password expired (401): its clock is more than ten minutes ahead of this machine's. Set both by NTP.",
  turn_new_unknown:
    "{at}: TURN refuses the first secret in TURN_SECRET and accepts the second. Give coturn the first one too, or let the second stand first until it has it.",
  turn_old_unknown:
    "{at}: TURN accepts the first secret in TURN_SECRET and not the second. When the change is over, leave the second out.",
  turn_quota:
    "{at}: TURN has no allocation left (486): user-quota or total-quota of coturn is reached.",
  turn_capacity: "{at}: TURN has no port or capacity left (508).",
  turn_error: "{at}: TURN answers error {number}.",
  turn_inside:
    "{at}: TURN relays from {relay}, which nobody outside can reach: coturn lacks external-ip.",
  turn_ok: "{at}: an allocation with an issued password works ({ms} ms).",
  stun_ok: "{at}: STUN answers ({ms} ms).",
  issuer_ok: "The TURN issuer answers.",
  issuer_bad: "No TURN credentials: {why}.",

  reach_cluster:
    "{setting} is on another machine: `deno task start` may not reach it and stops; start `deno task cluster`, or add the host to --allow-net.",
  bus_ok: "The bus at {at} accepts this service and forwards its messages.",
  bus_refused: "The bus at {at} refuses the user, the password, or BUS_CREDS.",
  bus_untrusted:
    "The certificate of the bus at {at} is not trusted ({why}). BUS_CA holds the PEM of its authority.",
  bus_denied:
    "The bus at {at} accepts this service but does not forward its messages ({why}): the user may not publish and subscribe to visavis.>, or the account is another one.",
  bus_silent: "The bus at {at} cannot be reached ({why}).",

  memory_ok: "By {of} there are {limit} MiB of memory, and the guard acts at {guard}.",
  memory_short:
    "By {of} there are only {limit} MiB of memory, but the guard acts at {guard}: the system would end the process first. Lower MEMORY_MIB, or raise the limit.",
  files_ok: "By {of} a process may open {limit} files.",
  files_few:
    "By {of} a process may open {limit} files, fewer than MAX_CONNS ({sockets}) needs. Raise ulimit -n, or LimitNOFILE.",
};

/** Every verdict of `deno task doctor`, in one language. */
export type DoctorWords = typeof doctor;
