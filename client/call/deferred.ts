import { adaptSending } from "./bandwidth/adaptation.ts";
import { createRemoval } from "./moderation/removal.ts";
import type { Call, CallOptions } from "./call.ts";
import type { SecurityContextOptions } from "./security/security_context.ts";
import { createRoomLock } from "./moderation/room_lock.ts";
import { knockBody } from "./moderation/knock.ts";
import { readControlMessage } from "./messages/group_control.ts";
import { startDiagnostics } from "./diagnostics/diagnostics.ts";
import type { ReceivedControl } from "./room/policy.ts";
import { openLockStorage } from "./moderation/lock_storage.ts";
import type { CallState } from "../state/call_state.ts";
import type { Diagnostics } from "../state/diagnostics.ts";

/** Options of {@link startDeferred}: the call, and what of the browser its deferred features use. */
export interface DeferredOptions extends
  Pick<
    CallOptions,
    "about" | "createRtc" | "elapsed" | "context" | "later" | "now" | "signal"
  > {
  readonly call: Call;
  /** Storage of the tab: a lock is kept there over a reload. */
  readonly session: SecurityContextOptions["session"];
  /** The person may see this. */
  readonly tell: (part: Partial<CallState>) => void;
  /** Leaves this room for that of another key, with what the devices give. */
  readonly moveTo: (key: string) => void;
}

/** Starts the deferred features: diagnostics, bandwidth adaptation, lock and removal. */
export function startDeferred(options: DeferredOptions): void {
  const { call, createRtc, elapsed, later, now, signal, tell } = options;
  const { members: pairs } = call;
  let known: Diagnostics | null = null;
  startDiagnostics({
    createRtc,
    later,
    signal,
    members: pairs,
    refusedUrls: call.refusedUrls,
    report: call.report,
    tell: (told) => tell({ diagnostics: known = { sends: {}, gets: {}, ...known, ...told } }),
  });
  options.context.then(({ identity, seal }) => {
    const members = call.room();
    if (!members || signal.aborted) return;
    const door = createRoomLock({
      elapsed,
      later,
      signal,
      me: { id: identity.id, identityKey: identity.signer.publicKey },
      name: () => options.about().name,
      storage: openLockStorage(options.session, seal.roomId, now),
      members,
      write: (to, message) =>
        call.sendToStranger(to, { kind: "client-candidate", body: knockBody(message) }),
      tell: (door) => tell({ lock: door }),
    });
    const adapter = adaptSending({
      elapsed,
      later,
      signal,
      sendPolicy: call.sendPolicy,
      members: pairs,
      tellAbout: members.broadcastAbout,
      tell: (told) => known && tell({ diagnostics: known = { ...known, ...told } }),
    });
    const removal = createRemoval({
      later,
      signal,
      members: pairs,
      moveTo: options.moveTo,
      tell: (move) => tell({ move }),
    });

    function hear({ by, name, text }: ReceivedControl): void {
      const motion = readControlMessage(text);
      if (!motion || signal.aborted) return;
      switch (motion.type) {
        case "move":
        case "moved":
          return removal.receive(name, motion);
        case "bandwidth-probe":
        case "bandwidth-report":
        case "send-level":
          return adapter.receive(by, motion);
        case "lock":
        case "admit":
        case "deny":
          return door.receive(by, name, motion);
      }
    }

    const { lock, answer, knock } = door;
    tell({ moderation: { remove: removal.remove, lock, answer, knock } });
    call.policy.install({ rejects: door.rejects, receive: hear });
  });
}
