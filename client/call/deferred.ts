import { adaptSending } from "./bandwidth/adaptation.ts";
import { assemble } from "./moderation/removal.ts";
import type { Call, CallOptions } from "./call.ts";
import type { EntranceOptions } from "./security/security_context.ts";
import { keepDoor } from "./moderation/room_lock.ts";
import { doorBody } from "./moderation/knock.ts";
import { readMotion } from "./messages/group_control.ts";
import { observe } from "./diagnostics/diagnostics.ts";
import type { Said } from "./room/policy.ts";
import { keepLock } from "./moderation/lock_register.ts";
import type { CallState, Insight } from "../state/call_state.ts";

/** Options of {@link attend}: the call, and what of the browser its deferred features use. */
export interface AttendOptions extends
  Pick<
    CallOptions,
    "about" | "createRtc" | "elapsed" | "entrance" | "later" | "now" | "signal"
  > {
  readonly call: Call;
  /** Storage of the tab: a lock is kept there over a reload. */
  readonly session: EntranceOptions["session"];
  /** The person may see this. */
  readonly tell: (part: Partial<CallState>) => void;
  /** Leaves this room for that of another key, with what the devices give. */
  readonly moveTo: (key: string) => void;
}

/** Starts the deferred features: diagnostics, bandwidth adaptation, lock and removal. */
export function attend(options: AttendOptions): void {
  const { call, createRtc, elapsed, later, now, signal, tell } = options;
  const { pairs } = call;
  let known: Insight | null = null;
  observe({
    createRtc,
    later,
    signal,
    pairs,
    refusedUrls: call.refusedUrls,
    report: call.report,
    tell: (told) => tell({ insight: known = { sends: {}, gets: {}, ...known, ...told } }),
  });
  options.entrance.then(({ identity, seal }) => {
    const crowd = call.crowd();
    if (!crowd || signal.aborted) return;
    const door = keepDoor({
      elapsed,
      later,
      signal,
      me: { id: identity.id, idk: identity.signer.idk },
      name: () => options.about().name,
      kept: keepLock(options.session, seal.roomId, now),
      crowd,
      write(to, said) {
        crowd.send(to, "*", { kind: "client-candidate", body: doorBody(said) }, true);
      },
      tell: (door) => tell({ door }),
    });
    const adapter = adaptSending({
      elapsed,
      later,
      signal,
      agenda: call.agenda,
      pairs,
      tellAbout: crowd.tell,
      tell: (told) => known && tell({ insight: known = { ...known, ...told } }),
    });
    const removal = assemble({
      later,
      signal,
      pairs,
      moveTo: options.moveTo,
      tell: (move) => tell({ move }),
    });

    function hear({ by, name, text }: Said): void {
      const motion = readMotion(text);
      if (!motion || signal.aborted) return;
      switch (motion.type) {
        case "move":
        case "moved":
          return removal.hear(name, motion);
        case "probe":
        case "echo":
        case "send-level":
          return adapter.hear(by, motion);
        case "lock":
        case "admit":
        case "deny":
          return door.hear(by, name, motion);
      }
    }

    const { lock, answer, knock } = door;
    tell({ society: { remove: removal.remove, lock, answer, knock } });
    call.policy.install({ bars: door.bars, hear });
  });
}
