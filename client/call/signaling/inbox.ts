import type { Letter, Letters } from "../security/envelope.ts";
import type { Sealed } from "../messages/negotiation.ts";
import type { Parcel } from "./delivery.ts";

/** A member whose messages arrive. */
export interface Sender {
  alive(): boolean;
  restart(): void;
  connection(): { partner(): { readonly hello: { readonly idk: string } } | null } | null;
}

/** Members whose messages arrive, and what is done about those that they have not written. */
export interface Senders {
  of(id: string): Pick<Sender, "restart"> | undefined;
  known(id: string): Sender | undefined;
  hear(from: string, letter: Letter, by?: string): Promise<void>;
  doubt(id: string): void;
  accuse(by: string, from: string): void;
  proven(id: string): boolean;
}

/** Options of the inbox of one stay. */
export interface InboxOptions {
  readonly me: string;
  readonly letters: Letters;
  readonly crowd: Senders;
  /** Told of a bug of ours; the other members' messages go on. */
  readonly report: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/** Inbox of one stay: opens what arrives and hands it on, each member's messages in their order. */
export interface Inbox {
  /** Takes a parcel from the server, or as a member, `by`, has handed it over. */
  receive(parcel: Parcel, by?: string): void;
  /** True if this page may pass it on: its writer is the member who hands it over. */
  vouch(sender: string, parcel: Parcel): Promise<boolean>;
}

/** Members whose messages wait to be opened. */
const MAX_QUEUES = 64;

/** Opens the inbox. */
export function openInbox({ me, letters, crowd, report, signal }: InboxOptions): Inbox {
  const queues = new Map<string, Promise<void>>();

  /** Requests are not signed: a third member is believed only where it may be true. */
  function request(from: string, by: string): void {
    if (by === from) return crowd.of(from)?.restart();
    // A pair that works has its own channel to say so.
    if (crowd.proven(from) && !crowd.known(from)?.alive()) crowd.of(from)?.restart();
  }

  async function unseal(kind: Sealed["kind"], from: string, by: string, text: string) {
    const reading = await letters.read(kind, from, text);
    if (signal.aborted) return;
    switch (reading.is) {
      case "letter":
        return await crowd.hear(from, reading.letter, by);
      case "forged":
        return by === from ? crowd.doubt(from) : crowd.accuse(by, from);
      case "void":
    }
  }

  return {
    receive({ kind, from, sealed }, by = from) {
      if (from === me) return;
      if (kind === "client-call") return request(from, by);
      const before = queues.get(from) ?? Promise.resolve();
      const after = before.then(() => unseal(kind, from, by, sealed)).catch(report);
      if (queues.size > MAX_QUEUES) queues.clear();
      queues.set(from, after);
    },
    async vouch(sender, { kind, from, to, sealed }) {
      if (from !== sender) return false;
      if (kind === "client-call") return true;
      const idk = crowd.known(sender)?.connection()?.partner()?.hello.idk;
      return idk !== undefined && await letters.writer({ kind, from, to }, sealed) === idk;
    },
  };
}
