/** Words on those who watch a call, in English. */
export const watching = {
  title: "Let others watch",
  link: "Link for watching",
  copy: "Copy the link for watching",
  /** Limits, where somebody chooses. `limit`: of the server; `each`: of one page. */
  hint: (limit: number, each: number) =>
    `Whoever opens it sees and hears the call, and nobody sees or hears them. The members send it to them: each to at most ${each}, and at most ${limit} in all. For more, take a streaming service. The link holds the key of the call: with it one can also join.`,
  off: "This server lets nobody watch.",
  sign: (count: number) => count === 1 ? "1 watching" : `${count} watching`,
  lobby: "Watch this call",
  lobbyHint:
    "You see and hear the call; nobody sees or hears you. The people in it see that somebody watches.",
  start: "Watch",
  stop: "Stop watching",
  waiting: "Nobody in the call can send it to you yet. The page keeps trying.",
  connecting: "The picture is on its way.",
  full: "As many watch as may. Try again when somebody has left.",
  ended: "You stopped watching",
  join: "Join the call instead",
  raise: "Raise hand",
  lower: "Lower hand",
  hand: (name: string) => `\u2068${name}\u2069 watches, and raises a hand.`,
  invite: "Invite to speak",
  dismiss: "Not now",
  invited: "You are invited to join the call and speak.",
  by: (name: string) => `By way of \u2068${name}\u2069`,
};
