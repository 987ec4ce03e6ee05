import type { Mark, Topic, Verdict } from "../../../check/state.ts";

type Sentence = string | ((first: number, second: number) => string);
/** Whole numbers, except small ones. */
const n = (value: number) => String(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));

const says: Record<Verdict, Sentence> = {
  secure: "The page is secure, so the browser lets it use camera and microphone.",
  insecure: "This page is not HTTPS. Open it with https:// in front instead.",
  capable: "This browser can make calls.",
  "no-webrtc":
    "This browser cannot make calls. Use a current Chrome, Edge, Firefox or Safari, and allow WebRTC in it.",
  answers: (ms) => `The server answers after ${n(ms)} ms.`,
  "answers-late": (ms) =>
    `The server answers after ${
      n(ms)
    } ms, which is long. Calls take a while to begin; then they do not pass through the server.`,
  busy: "The server is busy. Try again in a minute.",
  silent:
    "The server does not answer on a WebSocket. A proxy or firewall in between may block WebSockets: try another network, or let its operator allow them.",
  forbidden:
    "The server does not serve pages of this address: the proxy in front has to pass the whole Host, with its port. Tell the operator of this server.",
  "no-upgrade":
    "The server answers, but no WebSocket comes through: a proxy or firewall in between drops the Upgrade header. Try another network, or tell the operator of this server.",
  picture: (width, height) => `The camera gives a picture of ${width} × ${height}.`,
  heard: "The microphone hears you.",
  quiet:
    "The microphone is open but hears nothing. Say something and check again; if it stays quiet, choose another in the system's settings.",
  listen: "Play the tone and listen.",
  "tone-heard": "The speaker works.",
  "tone-unheard":
    "Turn up the volume, and see in the system's settings whether the right speaker is chosen.",
  direct: (ms) => `A call inside this browser connects, ${n(ms)} ms there and back.`,
  "direct-fails":
    "The browser cannot connect even to itself. An extension or a rule of your company blocks WebRTC: allow it, or use another browser.",
  outside: "UDP packets get out and in, so most calls are direct.",
  "outside-none":
    "No STUN server answers by UDP. Calls within the same network are direct, others need the relay.",
  "outside-unasked":
    "Not tested: no STUN server is set up here. Within the same network none is needed.",
  "relay-works": (ms) => `Calls go through, ${n(ms)} ms there and back.`,
  "relay-refused":
    "TURN answers but refuses the password (401): the server's TURN_SECRET and coturn's static-auth-secret differ. Tell the operator of this server.",
  "relay-full":
    "TURN answers but is full (486). Try again later; the operator of this server can raise coturn's quotas.",
  "relay-silent":
    "TURN does not answer. Its port is closed, its address is not right, or a firewall is in between: try another network, or tell the operator of this server.",
  "relay-empty":
    "TURN gives no way through: it does not answer or refuses the password, and this browser does not say which. The same check in Chrome does.",
  "relay-stuck":
    "TURN accepts, but nothing comes through: its relay ports (UDP 49152 to 65535) are closed, or its external-ip is not right. Tell the operator of this server.",
  "relay-odd":
    "The browser does not accept this address. The operator of this server finds it in TURN_URLS.",
  "relay-unset": "Not set up on this server.",
  "relay-none":
    "No relay is set up here. Within the same network none is needed; across the internet some calls do not connect without one (TURN_URLS).",
  "relay-missing":
    "The server has no password for its relay at the moment. Its operator finds the reason at /healthz.",
  "udp-blocked": "UDP is blocked here; calls go over TCP.",
  detour: "No answer this way. Calls go another way, which works.",
  "speed-good": (rate, lost) => `${n(rate)} Mbit/s through the relay, ${n(lost)} % lost.`,
  "speed-thin": (rate, lost) =>
    `${n(rate)} Mbit/s through the relay, ${
      n(lost)
    } % lost. Too little for pictures: turn the camera off, or use a faster network.`,
  "speed-lossy": (rate, lost) =>
    `${n(rate)} Mbit/s through the relay, but ${
      n(lost)
    } % lost. Sound and picture will stutter: move closer to the Wi-Fi, or use a cable.`,
  "speed-here": (rate, lost) =>
    `${n(rate)} Mbit/s and ${
      n(lost)
    } % lost within this device. Without a relay the network itself is not measured.`,
  "speed-unknown": "Nothing could be measured.",
};

/** The words of the check page, in English. */
export const check = {
  intro:
    "Tests camera, microphone and each way to the others, from this device. It takes half a minute, and nobody else takes part.",
  begin: "Start the check",
  again: "Check again",
  copy: "Copy report",
  copied: "Copied",
  report: "The report, to be copied",
  copyHint: "For the operator of this server. It holds no address and no name.",
  tone: "Play a tone",
  yes: "I hear it",
  no: "I hear nothing",
  running: "Checking",
  summary: {
    good: "Calls work here.",
    note: "Calls work here. Some things are worth knowing.",
    bad: "Something keeps calls from working well. The lines in red say what to do.",
  } satisfies Record<Mark, string>,
  mark: { good: "Good", note: "Worth knowing", bad: "To be solved" } satisfies Record<Mark, string>,
  group: { device: "This device", server: "This server", ways: "The way to others" },
  topic: {
    secure: "Secure page",
    browser: "Browser",
    camera: "Camera",
    microphone: "Microphone",
    speaker: "Speaker",
    server: "Connection to the server",
    direct: "Direct call",
    outside: "Seen from outside",
    udp: "Relay by UDP",
    tcp: "Relay by TCP",
    tls: "Relay by TLS",
    speed: "Speed",
  } satisfies Record<Topic, string>,
  says,
};

/** The words of the check page, in one language. */
export type CheckWords = typeof check;
