import type { CallState, ChatLine } from "../../../../client/state/call_state.ts";
import type { Diagnostics } from "../../../../client/state/diagnostics.ts";
import type { LockView, Moderation } from "../../../../client/state/moderation.ts";
import type { Me, Participant } from "../../../../client/state/person.ts";
import type { Recordings } from "../../../../client/state/recording.ts";
import type { StudioView } from "../../../../client/state/studio.ts";
import { fileState } from "./file_scenes.ts";
import { slides } from "./pictures.ts";

/** Makers of calls, lobbies, people and numbers. */
interface Makers {
  readonly call: (count: number, part?: Partial<CallState>) => CallState;
  readonly lobby: (part?: Partial<CallState>) => CallState;
  readonly me: (part?: Partial<Me>) => Me;
  readonly person: (at: number, part?: Partial<Participant>) => Participant;
  readonly insight: (reasons: Diagnostics["reasons"]) => Diagnostics;
  readonly line: (at: number, from: string, name: string, text: string) => ChatLine;
  readonly inside: () => LockView;
  readonly moderation: Moderation;
}

const FILES = ["quiet-harbour-58 2026-11-27.webm", "quiet-harbour-58 2026-11-27 李小明.webm"];

function recordings(part: Partial<Recordings> = {}): Recordings {
  return {
    others: [],
    turn: null,
    own: { is: "off" },
    problem: null,
    lostSeconds: 0,
    files: [],
    left: [],
    start() {},
    stop() {},
    ...part,
  };
}

function studio(part: Partial<StudioView> = {}): StudioView {
  return { link: null, live: [], refused: null, create() {}, revoke() {}, ...part };
}

const STUDIO_LINK = {
  url: "https://call.example/studio/nW1xq2Zk0yB3mXv1sQ9pTt",
  token: "Zk0yB3mXv1sQ9pTt7cA4dE6fG8hJ2kL5nR0uW3xY1zI",
};

/** Scenes of what people do together, and of what the page says to one of them. */
export function togetherScenes(makers: Makers): Record<string, () => CallState> {
  const { call, lobby, me, person, insight, line, inside, moderation } = makers;
  const diagnostics = () => insight({});
  return {
    recording: () =>
      call(3, {
        diagnostics: diagnostics(),
        recordings: recordings({
          own: { is: "on" },
          others: [{ id: "p0", name: "Ann" }],
          turn: { on: true, by: "p0", name: "Ann" },
        }),
      }),
    recorded: () =>
      call(2, {
        recordings: recordings({
          left: [{ name: FILES[0] ?? "", href: "blob:left", remove() {} }],
          problem: "memory-full",
          lostSeconds: 7,
          files: FILES.map((name) => ({ name, href: `#${name}` })),
          turn: { on: false, by: "me", name: "Mia" },
        }),
      }),
    reacted: () =>
      call(3, {
        reactions: {
          shown: [
            { key: 1, from: "p0", name: "Ann", kind: "heart" },
            { key: 2, from: "me", name: "Mia", kind: "party" },
            { key: 3, from: "p1", name: "李小明", kind: "applause" },
          ],
          react() {},
        },
      }),
    "studio-none": () => call(2, { studio: studio() }),
    "studio-waiting": () => call(2, { studio: studio({ link: STUDIO_LINK, refused: "codec" }) }),
    "studio-live": () =>
      call(3, {
        participants: [person(0, { screen: slides() }), person(1)],
        studio: studio({ link: STUDIO_LINK, live: [{ id: "p0", name: "Ann" }] }),
      }),
    "asked-to-mute": () =>
      call(2, {
        muteRequests: { from: { id: "p0", name: "Ann" }, asked: [], ask() {}, dismiss() {} },
      }),
    "may-ask": () =>
      call(3, {
        diagnostics: diagnostics(),
        muteRequests: { from: null, asked: ["p1"], ask() {}, dismiss() {} },
      }),
    alarm: () => call(3, { alarm: { name: "Ann", by: "李小明", times: 2 } }),
    "before-line": () => call(3),
    line: () =>
      call(3, {
        unread: 1,
        chat: [line(1, "p0", "Ann", "The plan is at https://example.org/plan. ".repeat(3))],
      }),
    "slow-effect": () =>
      call(2, {
        effects: { background: "none", sound: "usual", problem: "slow" },
        me: me({ camera: { is: "off" }, picture: null }),
      }),
    "lobby-colour": () =>
      lobby({ effects: { background: "#1f4e5f", sound: "clean", problem: null } }),
    "lobby-picture": () =>
      lobby({ effects: { background: "picture", sound: "original", problem: "no-picture" } }),
    crowd: () =>
      call(6, {
        moderation,
        lock: inside(),
        files: fileState().files,
        hands: ["p4", "p1"],
        reception: {
          refusesAll: false,
          refused: ["p2"],
          unseen: { p1: "hidden" },
          heldBack: ["p3"],
          strained: true,
          show() {},
          refuse() {},
        },
        diagnostics: diagnostics(),
        participants: [0, 1, 2, 3, 4].map((at) => {
          const one = person(at, at === 2 ? { connection: "poor" } : {});
          return { ...one, about: { ...one.about, hand: at === 1 || at === 4 } };
        }),
      }),
    lost: () => call(2, { toast: { is: "device-lost", kind: "mic", key: 1 } }),
    offline: () => call(2, { signaling: "offline" }),
  };
}
