import { isolated } from "../isolated.ts";

/** Words on studios that come into a call, in English. */
export const studio = {
  title: "OBS and other studios",
  create: "Bring in OBS",
  createHint: "Makes an address and a token for a program that sends by WHIP.",
  url: "Address (Server)",
  token: "Token (Bearer Token)",
  settings:
    "In OBS 30 or later: Settings, Stream, Service: WHIP. Then Output, Advanced: x264, keyframe interval 1 s, profile baseline, tune zerolatency, no B-frames, audio Opus.",
  waiting: "Nobody streams yet. A program that has the token can, while one of you is in the call.",
  live: "The studio is in the call.",
  refused: {
    codec: "A studio used a codec that this browser cannot decode. Use H.264 or VP8.",
    sharing: "A studio tried to come in while you share your screen. Stop sharing to let it in.",
  },
  revoke: "End the studio",
  by: (name: string) => `Studio, by way of ${isolated(name)}`,
  byYou: "Studio, by way of you",
  unchecked: (name: string) =>
    `The way from the studio to ${isolated(name)} is not verified end to end`,
  uncheckedYou: "The way from the studio to you is not verified end to end",
  warning: (name: string) =>
    `The way from the studio to ${
      isolated(name)
    } depends on the server: a dishonest server could watch or change this picture. Everything else in the call stays verified.`,
  warningYou:
    "The way from the studio to you depends on the server: a dishonest server could watch or change this picture. Everything else in the call stays verified.",
};
