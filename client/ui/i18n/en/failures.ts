import type { Verdict } from "../../../state/diagnostics.ts";

/** Why a pair does not connect, and the one thing that helps, by verdict, in English. */
export const failures: Readonly<Record<Verdict, Explained>> = {
  connected: { why: "Connected.", help: "" },
  peer_silent: {
    why: "Their page does not answer.",
    help: "Ask them to reload it.",
  },
  no_relay: {
    why: "A network in between blocks direct calls, and no relay is set up here.",
    help: "Try another network, such as a phone's hotspot.",
  },
  relay_unreachable: {
    why: "A network in between blocks direct calls, and the relay does not answer from here.",
    help: "Try another network, or tell the operator of this server.",
  },
  relay_address: {
    why: "Direct calls are blocked, and the browser does not accept the relay's address:",
    help: "Tell the operator of this server: the address stands in its TURN_URLS.",
  },
  relay_refused: {
    why: "Direct calls are blocked, and the relay refuses the password (401).",
    help:
      "Tell the operator of this server: its TURN_SECRET and coturn's static-auth-secret differ, or a clock is off.",
  },
  relay_full: {
    why: "Direct calls are blocked, and the relay takes no more calls (486).",
    help: "Wait until somebody has left; the page keeps trying.",
  },
  no_path: {
    why: "No way leads to them, neither directly nor through the relay.",
    help: "Ask them to try another network; the relay works from here.",
  },
  dtls_failed: {
    why: "The two pages find each other, but cannot set up an encrypted connection.",
    help: "Reload this page; if that does not help, try another network.",
  },
  no_media: {
    why: "Connected, but no picture and no sound arrive.",
    help: "Ask them to reload their page.",
  },
  unknown: {
    why: "The connection fails, and the page cannot tell why.",
    help: "Try another network or another browser.",
  },
};

/** A sentence on what is the matter, and one on what to do. */
export interface Explained {
  readonly why: string;
  readonly help: string;
}
