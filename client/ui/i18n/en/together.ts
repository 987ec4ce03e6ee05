import { isolated } from "../isolated.ts";

/** Words on what people do together in a call, in English. */
export const together = {
  reactions: "Reactions",
  reaction: {
    yes: "Thumbs up",
    heart: "Heart",
    laugh: "Laughter",
    applause: "Applause",
    surprise: "Surprise",
    party: "Party",
  },
  reacted: (name: string, reaction: string) => `${isolated(name)} reacted: ${reaction}`,
  askToMute: "Ask to mute",
  askedToMute: "Asked. They decide themselves.",
  asksToMute: (name: string) => `${isolated(name)} asks you to mute your microphone.`,
  mute: "Mute",
  saveChat: "Save the chat as text",
  file: "File",
  passedOn: (by: string) => `passed on by ${isolated(by)}`,
};
