import type { Envelope, Envelopes } from "../security/envelope.ts";
import type { NegotiationMessage } from "../messages/negotiation.ts";
import type { SealedMessage } from "./delivery.ts";

/** A member whose messages arrive. */
export interface Sender {
  isAlive(): boolean;
  reconnect(): void;
  connection():
    | { partner(): { readonly sessionInfo: { readonly identityKey: string } } | null }
    | null;
}

/** Members whose messages arrive, and what is done about those that they have not written. */
export interface Senders {
  ensure(id: string): Pick<Sender, "reconnect"> | undefined;
  get(id: string): Sender | undefined;
  receive(from: string, envelope: Envelope, by?: string): Promise<void>;
  flagForgery(from: string, by?: string): void;
  isProven(id: string): boolean;
}

/** Options of the inbox of one session. */
export interface InboxOptions {
  readonly me: string;
  readonly envelopes: Pick<Envelopes, "open" | "signerOf">;
  readonly members: Senders;
  /** Told of a bug of ours; the other members' messages go on. */
  readonly report: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/** Inbox of one session: opens what arrives and hands it on, each member's messages in their order. */
export interface Inbox {
  /** Takes a message from the server, or as a member, `by`, has handed it over. */
  receive(message: SealedMessage, by?: string): void;
  /** True if this page may pass it on: its writer is the member who hands it over. */
  isFrom(sender: string, message: SealedMessage): Promise<boolean>;
}

/** Members whose messages wait to be opened. */
const MAX_QUEUES = 64;

/** Opens the inbox. */
export function openInbox(
  { me, envelopes, members, report, signal }: InboxOptions,
): Inbox {
  const queues = new Map<string, Promise<void>>();

  /** Requests are not signed: a third member is believed only where it may be true. */
  function request(from: string, by: string): void {
    if (by === from) return members.ensure(from)?.reconnect();
    // A pair that works has its own channel to say so.
    if (members.isProven(from) && !members.get(from)?.isAlive()) members.ensure(from)?.reconnect();
  }

  async function unseal(
    kind: NegotiationMessage["kind"],
    { from, to, sealed }: SealedMessage,
    by: string,
  ) {
    const opened = await envelopes.open(kind, from, sealed, to);
    if (signal.aborted) return;
    switch (opened.is) {
      case "envelope":
        return await members.receive(from, opened.envelope, by);
      case "forged":
        return members.flagForgery(from, by);
      case "dropped":
    }
  }

  return {
    receive(message, by = message.from) {
      const { kind, from } = message;
      if (from === me) return;
      if (kind === "client-call") return request(from, by);
      const before = queues.get(from) ?? Promise.resolve();
      const after = before.then(() => unseal(kind, message, by)).catch(report);
      if (queues.size > MAX_QUEUES) queues.clear();
      queues.set(from, after);
    },
    async isFrom(sender, { kind, from, to, sealed }) {
      if (from !== sender) return false;
      if (kind === "client-call") return true;
      const identityKey = members.get(sender)?.connection()?.partner()?.sessionInfo.identityKey;
      return identityKey !== undefined &&
        await envelopes.signerOf({ kind, from, to }, sealed) === identityKey;
    },
  };
}
