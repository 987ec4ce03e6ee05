/** A name among other words keeps its own direction (Unicode UAX #9, isolates). */
const isolated = (name: string) => `\u2068${name}\u2069`;

/** Words on studios that come into a call, in English. */
export const studio = {
  title: "OBS and other studios",
  create: "Bring in OBS",
  createHint: "Makes an address and a token for a program that sends by WHIP.",
  url: "Address (Server)",
  token: "Token (Bearer Token)",
  settings:
    "In OBS 30 or later: Settings, Stream, Service: WHIP. Then Output, Advanced: x264, keyframe interval 1 s, profile baseline, tune zerolatency, no B-frames, audio Opus.",
  waiting: "Nobody streams yet. Somebody with the token can, while one of you is in the call.",
  live: "The studio is in the call.",
  refused: {
    codec: "A studio came with a codec that this browser does not know. Use H.264 or VP8.",
    sharing: "A studio wanted to come in while you share your screen. End your share, and it can.",
  },
  revoke: "End the studio",
  by: (name: string) => `Studio, by way of ${isolated(name)}`,
  byYou: "Studio, by way of you",
  unchecked: (name: string) =>
    `The way from the studio to ${isolated(name)} is not checked end to end`,
  uncheckedYou: "The way from the studio to you is not checked end to end",
  warning: (name: string) =>
    `The way from the studio to ${
      isolated(name)
    } rests on the server's word: a dishonest server could watch this picture. Everything else in the call stays checked.`,
  warningYou:
    "The way from the studio to you rests on the server's word: a dishonest server could watch this picture. Everything else in the call stays checked.",
};
