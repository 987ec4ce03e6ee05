import { setBounded } from "../../platform/bounded_map.ts";
import type { Envelope } from "../security/envelope.ts";

/** Message of a member that only the deferred part understands. */
export interface ReceivedControl {
  /** The member's id. */
  readonly by: string;
  /** Name of that member at the time: it may be gone when this is heard. */
  readonly name: string;
  readonly text: string;
}

/** Decides with whom a connection is begun, and hears what members decide among themselves. */
export interface Admission {
  /** True if nothing is begun with a member, or with the writer of this envelope. */
  rejects(id: string, envelope?: Envelope): boolean;
  receive(control: ReceivedControl): void;
}

export interface PolicyOptions {
  /** True if this page is connected with this member; without an id, with anybody. */
  readonly connected: (id?: string) => boolean;
  /** Begins anew with a member that was kept waiting. */
  readonly reconnect: (id: string) => void;
}

/** Admission to the call: provisional at first, then that of the deferred part. */
export interface Policy extends Admission {
  /** Puts the deferred part in charge and hands it all that has waited. Throws the second time. */
  install(admission: Admission): void;
  /** Begins nothing with anybody new until the deferred part is there: the call may be locked. */
  guard(): void;
  /** Resolves when the deferred part is needed at once. */
  readonly needed: Promise<void>;
}

/** Limits of what waits for the deferred part, which may never come. */
const MAX_ENVELOPES = 16;
const MAX_MEMBERS = 16;
/** Texts of one member. */
const MAX_TEXTS = 16;
/** The longest that members say, a lock that names 64 of them, has some 9000 characters. */
const MAX_TEXT_CHARS = 16 * 1024;

/** A lock that is on, as a member tells it. */
const LOCKED = /^\{"type":"lock","on":true,/;

/** Opens the policy of one stay. */
export function createPolicy({ connected, reconnect }: PolicyOptions): Policy {
  const texts = new Map<string, readonly ReceivedControl[]>();
  const waiting = new Set<string>();
  let envelopes: readonly { readonly id: string; readonly envelope: Envelope }[] = [];
  let installed: Admission | null = null;
  let guarded = false;
  let need = () => {};
  const needed = new Promise<void>((resolve) => need = resolve);

  function guard(): void {
    guarded = true;
    need();
  }

  return {
    needed,
    guard,
    rejects(id, envelope) {
      if (installed) return installed.rejects(id, envelope);
      const body = envelope?.message.kind === "client-candidate" ? envelope.message.body : null;
      if (envelope && body?.lock) {
        envelopes = [...envelopes, { id, envelope }].slice(-MAX_ENVELOPES);
        // In a call, a stranger's word stops nothing.
        if (body.lock === "locked" && !connected()) guard();
        return true;
      }
      if (!guarded || connected(id)) return false;
      if (waiting.size < MAX_MEMBERS) waiting.add(id);
      return true;
    },
    receive(control) {
      if (installed) return installed.receive(control);
      const { by, text } = control;
      if (text.length > MAX_TEXT_CHARS) return;
      if (LOCKED.test(text)) guard();
      setBounded(texts, by, [...texts.get(by) ?? [], control].slice(-MAX_TEXTS), MAX_MEMBERS);
    },
    install(admission) {
      if (installed) throw new Error("installed twice");
      installed = admission;
      for (const { id, envelope } of envelopes) admission.rejects(id, envelope);
      for (const control of [...texts.values()].flat()) admission.receive(control);
      envelopes = [];
      texts.clear();
      for (const id of waiting) reconnect(id);
      waiting.clear();
    },
  };
}
