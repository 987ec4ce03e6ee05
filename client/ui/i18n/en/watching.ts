import { isolated } from "../isolated.ts";

/** Words on those who watch a call, in English. */
export const watching = {
  title: "Let others watch",
  link: "Link for watching",
  copy: "Copy the link for watching",
  /** Limits, where somebody chooses. `limit`: of the server; `each`: of one page. */
  hint: (limit: number, each: number) =>
    `People who open this link see and hear the call, and nobody sees or hears them. The pages in the call send it to them, each to as many as its connection and processor allow, ${each} at most, and to ${limit} in all. For more people, use a streaming service. The link has the key of the call, so its owner can also join.`,
  off: "This server lets nobody watch.",
  players: "Let players watch (WHEP)",
  playersHint:
    "Makes an address and a token for programs and web pages that play WebRTC. Each takes the place of a viewer.",
  playersWarning:
    "The way from the call to a player rests on the server's word: as long as this address is open, a dishonest server could watch the call. Each member can close it.",
  endPlayers: "Let no players watch",
  sign: (count: number) => count === 1 ? "1 watching" : `${count} watching`,
  signChat: (count: number) =>
    count === 1 ? "1 watching and chatting" : `${count} watching and chatting`,
  chat: "Let viewers chat",
  chatHint:
    "While this is on, those who watch read what is written, and may write. It holds for the whole call; every member can change it.",
  viewersRead: "Those who watch read this chat and may write in it.",
  viewer: (name: string) => `${isolated(name)} (watches)`,
  watches: "watches",
  watchesBy: (by: string) => `watches, passed on by ${isolated(by)}`,
  chatOpen: "Everybody in the call, and everybody who watches, reads what you write.",
  chatClosed: "The people in the call keep the chat to themselves now.",
  early: "That is a lot at once. Wait a few seconds, and send it again.",
  unread: "Chat, new messages",
  lobby: "Watch this call",
  lobbyHint:
    "You see and hear the call; nobody sees or hears you. The people in it see that somebody watches.",
  start: "Watch",
  stop: "Stop watching",
  waiting: "No page in the call can send it to you yet. This page keeps trying.",
  connecting: "The picture is on its way.",
  full: "As many people watch as are allowed. Try again when somebody has left.",
  ended: "You stopped watching",
  join: "Join the call instead",
  raise: "Raise hand",
  lower: "Lower hand",
  hand: (name: string) => `${isolated(name)} watches, and raises a hand.`,
  handBy: (name: string, by: string) =>
    `${isolated(name)} watches by way of ${isolated(by)}, and raises a hand.`,
  invite: "Invite to speak",
  dismiss: "Not now",
  invited: "You are invited to join the call and speak.",
  by: (name: string) => `Sent by ${isolated(name)}`,
};
