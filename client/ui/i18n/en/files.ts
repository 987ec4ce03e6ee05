import { isolated } from "../isolated.ts";

/** Words on files that are sent and received in a call, in English. */
export const files = {
  attach: "Send files to everybody",
  attachTo: (name: string) => `Send files to ${isolated(name)}`,
  drop: "Drop files here to send them to everybody",
  picture: "Picture to be sent to everybody",
  sendPicture: "Send",
  discard: "Discard",
  accept: "Accept",
  decline: "Decline",
  stop: "Stop",
  save: "Save",
  choose: "Choose the file",
  acceptOf: (name: string) => `Accept ${isolated(name)}`,
  declineOf: (name: string) => `Decline ${isolated(name)}`,
  stopOf: (name: string) => `Stop ${isolated(name)}`,
  saveOf: (name: string) => `Save ${isolated(name)}`,
  progressOf: (name: string) => `Progress of ${isolated(name)}`,
  offered: "Not answered yet",
  offeredHint: "Accept only what you expect.",
  waiting: "Paused. It goes on when the connection is back.",
  missing: "This page was reloaded. Choose the same file again to go on.",
  delivered: "Delivered",
  complete: "Complete and checked",
  over: "No longer here",
  arrived: (name: string) => `${isolated(name)} is complete`,
  ended: (name: string) => `${isolated(name)} has stopped`,
  endedHere: {
    declined: "You declined it",
    stopped: "You stopped it",
    unknown: "No longer offered",
    unreadable: "The file cannot be read any more. It may have been moved or changed.",
    "no-room": "This browser cannot store the file: its disk is full, or does not answer.",
    corrupt: "The file has arrived damaged. Ask for it again.",
  },
  endedThere: {
    declined: "Declined",
    stopped: "Stopped by the other side",
    unknown: "No longer offered",
    unreadable: "The sender cannot read the file any more. Ask for it again.",
    "no-room": "The other browser cannot store the file: its disk is full, or does not answer.",
    corrupt: "The file has arrived damaged. Send it again.",
  },
};

/** Words on files, in one language. */
export type FileWords = typeof files;
