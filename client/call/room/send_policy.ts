import type { About } from "../messages/about.ts";
import type { SendLevel } from "../../state/diagnostics.ts";

/** Decisions of the bandwidth adaptation about single members. */
export interface Adaptation {
  /** Level at which this member is sent media. */
  levelFor(id: string): SendLevel;
  /** Media of this member that are missed when they do not come, out of all that it announces. */
  expected(id: string, about: About): About;
}

/** Amount of media to and from each member: everything at first, then as the adaptation decides. */
export interface SendPolicy extends Adaptation {
  /** Puts the adaptation in charge. Throws the second time. */
  install(adaptation: Adaptation): void;
}

/** Creates the policy of one stay, which sends everybody everything. */
export function createSendPolicy(): SendPolicy {
  let installed: Adaptation | null = null;
  return {
    levelFor: (id) => installed?.levelFor(id) ?? "full",
    expected: (id, about) => installed?.expected(id, about) ?? about,
    install(adaptation) {
      if (installed) throw new Error("send policy installed twice");
      installed = adaptation;
    },
  };
}
