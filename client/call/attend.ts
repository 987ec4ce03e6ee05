import { adaptSending } from "./adaptation.ts";
import { assemble, type AssembleOptions } from "./assembly.ts";
import type { Call, CallOptions } from "./call.ts";
import type { EntranceOptions } from "./entrance.ts";
import { keepDoor } from "./door.ts";
import { doorBody } from "./door_letter.ts";
import { observe, type ObserveOptions } from "./observe.ts";
import { keepLock } from "./register.ts";
import type { CallState, Insight } from "./state.ts";

export interface AttendOptions
  extends
    Omit<ObserveOptions, "tell">,
    Omit<AssembleOptions, "door" | "adapter">,
    Pick<Call, "crowd" | "agenda" | "policy">,
    Pick<CallOptions, "about" | "elapsed" | "entrance" | "now">,
    Pick<EntranceOptions, "session"> {
  /** The person may see this. */
  readonly tell: (part: Partial<CallState>) => void;
}

/** What comes late takes its place at a call: it observes, and hears what members propose. */
export function attend(options: AttendOptions): void {
  const { tell, about } = options;
  let known: Insight | null = null;
  observe({
    ...options,
    tell: (told) => tell({ insight: known = { sends: {}, gets: {}, ...known, ...told } }),
  });
  options.entrance.then(({ identity, seal }) => {
    const crowd = options.crowd();
    if (!crowd || options.signal.aborted) return;
    const door = keepDoor({
      ...options,
      me: { id: identity.id, idk: identity.signer.idk },
      name: () => about().name,
      kept: keepLock(options.session, seal.roomId, options.now),
      crowd: {
        ...crowd,
        write(to, said) {
          crowd.send(to, "*", { kind: "client-candidate", body: doorBody(said) }, true);
        },
      },
      tell: (door) => tell({ door }),
    });
    const adapter = adaptSending({
      ...options,
      crowd,
      tell: (told) => known && tell({ insight: known = { ...known, ...told } }),
    });
    const { hear } = assemble({ ...options, door, adapter });
    options.policy.install({ bars: door.bars, hear });
  });
}
