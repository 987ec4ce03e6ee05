import { type CheckState, found, type Line } from "../../../../client/check/state.ts";
import { picture } from "./pictures.ts";

const good: Line[] = [
  { topic: "secure", finding: found("secure") },
  { topic: "browser", finding: found("capable") },
  { topic: "camera", finding: found("picture", 1280, 720) },
  { topic: "microphone", finding: found("heard") },
  { topic: "speaker", finding: found("tone-heard") },
  { topic: "server", finding: found("answers", 24) },
  { topic: "direct", finding: found("direct", 1.2) },
  { topic: "outside", finding: found("outside") },
  { topic: "udp", finding: found("relay-works", 31) },
  { topic: "tcp", finding: found("relay-works", 44) },
  { topic: "tls", finding: found("relay-works", 47) },
  { topic: "speed", finding: found("speed-good", 3.9, 0) },
];

const bad: Line[] = [
  { topic: "secure", finding: found("secure") },
  { topic: "browser", finding: found("capable") },
  { topic: "camera", finding: { is: "device", kind: "camera", why: "denied" } },
  { topic: "microphone", finding: found("quiet") },
  { topic: "speaker", finding: found("listen") },
  { topic: "server", finding: found("answers-late", 612) },
  { topic: "direct", finding: found("direct", 3) },
  { topic: "outside", finding: found("outside-none") },
  { topic: "udp", finding: found("udp-blocked") },
  { topic: "tcp", finding: found("relay-works", 81) },
  { topic: "tls", finding: found("relay-refused") },
  { topic: "speed", finding: found("speed-lossy", 0.7, 6) },
];

const half = good.map((line, at) => at > 5 ? { topic: line.topic, finding: null } : line);

/** States of the check page worth a look, by name. */
export const checks: Readonly<Record<string, () => CheckState>> = {
  "check-idle": () => ({ stage: "idle", lines: [], picture: null }),
  "check-running": () => ({
    stage: "running",
    lines: half,
    picture: picture("me", 1280, 720),
  }),
  "check-good": () => ({ stage: "done", lines: good, picture: picture("me", 1280, 720) }),
  "check-bad": () => ({ stage: "done", lines: bad, picture: null }),
};
