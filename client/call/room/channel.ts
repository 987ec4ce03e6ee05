import type { Connection } from "../connection/connection.ts";
import { type KeyframeRequests, keyframeRequests } from "../media/keyframes.ts";
import { type About, cleanName, NO_ABOUT } from "../messages/about.ts";
import type { PeerMessage } from "../messages/peer_message.ts";
import {
  type ChannelMessage,
  type ChatMessage,
  type ForwardedMessage,
  readChannelMessage,
} from "../messages/peer_channel.ts";
import { type ChatDelivery, createChatDelivery } from "./chat.ts";

/** Events of a peer's data channel. */
export interface ChannelEvents {
  /** The peer has told another name, or other media. */
  changed(): void;
  chat(line: ChatMessage): void;
  /** The peer has this line of this page. */
  delivered(key: string): void;
  /** The peer hands over a message of its own, or of another member. */
  forward(message: ForwardedMessage): void;
  /** A message that only the deferred part may understand. */
  control(text: string): void;
  /** The peer reveals its secret, which the description of this connection has committed to. */
  sasRevealed(connection: Connection, secret: string): void;
  /** The peer is gone for good. */
  gone(): void;
}

/** Options of {@link openChannel}. */
export interface ChannelOptions {
  /** The connection that carries the call. */
  readonly connection: () => Connection | null;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  /** Called at every message of a known type: the peer is there. */
  readonly heard: () => void;
  readonly events: ChannelEvents;
}

/** Messages with one peer, on the data channel of the connection that carries the call. */
export interface Channel {
  readonly chat: ChatDelivery;
  readonly keyframes: KeyframeRequests;
  /** The peer, as it has announced itself. */
  about(): About;
  /** Tells the peer this of the own page, unless it knows. */
  announce(about: About): void;
  /** Takes an announcement of the peer. */
  learn(about: About): void;
  /** True if the peer has said to be connected with `id`. */
  sees(id: string): boolean;
  /** Greets the peer on a channel that has just opened. */
  opened(connection: Connection): void;
  receive(text: string, connection: Connection): void;
  /** Sends a message; false when the channel is not open. */
  send(message: PeerMessage): boolean;
}

/** Opens it before anything is said. */
export function openChannel(options: ChannelOptions): Channel {
  const { connection, events } = options;
  let about = NO_ABOUT;
  /** Description of the own page, as the peer is told it. */
  let own = NO_ABOUT;
  let sees: readonly string[] = [];
  const send = (message: PeerMessage) => connection()?.send(JSON.stringify(message)) ?? false;
  const chat = createChatDelivery(send);
  const keyframes = keyframeRequests(
    options.elapsed,
    connection,
    () => send({ type: "key-frame" }),
  );

  function learn(announced: About): void {
    about = { ...announced, name: cleanName(announced.name) };
    events.changed();
  }

  function take(message: ChannelMessage, from: Connection): void {
    switch (message.type) {
      case "about":
        return learn(message.about);
      case "chat":
        return chat.receive(message) ? events.chat(message) : undefined;
      case "chat-received":
        chat.confirm(message.key);
        return events.delivered(message.key);
      case "beat":
        sees = message.connected;
        return;
      case "key-frame":
        return keyframes.asked();
      case "forward":
        return events.forward(message);
      case "sas-reveal":
        return events.sasRevealed(from, message.secret);
      case "bye":
        return events.gone();
    }
    message satisfies never;
  }

  return {
    chat,
    keyframes,
    about: () => about,
    announce(now) {
      if (JSON.stringify(now) === JSON.stringify(own)) return;
      own = now;
      send({ type: "about", about: own });
    },
    learn,
    sees: (id) => sees.includes(id),
    opened(fresh) {
      const greet = (message: ChannelMessage) => fresh.send(JSON.stringify(message));
      greet({ type: "about", about: own });
      greet({ type: "sas-reveal", secret: fresh.secret });
      chat.opened(greet);
    },
    receive(text, from) {
      const message = readChannelMessage(text);
      if (!message) return events.control(text);
      options.heard();
      take(message, from);
    },
    send,
  };
}
