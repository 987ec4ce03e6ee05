import type { Kind } from "./capture.ts";
import {
  CLOSED,
  type DeviceEffect,
  type DeviceEvent,
  type DeviceList,
  type DeviceState,
  type Opening,
  type Source,
  sourceOf,
} from "./device_state.ts";

interface Step {
  readonly state: DeviceState;
  readonly effects: readonly DeviceEffect[];
}

/** Decides what follows from `event`. The last wish wins, whatever is under way. */
export function stepDevice(kind: Kind, state: DeviceState, event: DeviceEvent): Step {
  const step = decide(kind, state, event);
  const { missed, phase } = step.state;
  if (!missed || phase.is === "opening") return step;
  const next = listed(kind, { ...step.state, missed: null }, missed);
  return { state: next.state, effects: [...step.effects, ...next.effects] };
}

function decide(kind: Kind, state: DeviceState, event: DeviceEvent): Step {
  switch (event.is) {
    case "wish":
      return event.on ? wishOn(state) : wishOff(kind, state);
    case "retry":
      return state.wanted && state.phase.is === "open" && state.phase.source.muted
        ? restart(kind, state)
        : wishOn(state);
    case "restart":
      return state.phase.is === "open" ? restart(kind, state) : still(state);
    case "choose":
      return choose(kind, state, event.deviceId);
    case "opened":
      return opened(state, event);
    case "refused":
      return refused(state, event);
    case "muted":
      return muted(kind, state, event.hidden);
    case "unmuted":
      return still(withSource(state, { muted: false, mutedHidden: false }));
    case "ended":
      return ended(state);
    case "listed":
      return listed(kind, state, event);
    case "page":
      return page(kind, state, event.hidden);
    case "waited":
      return awaitsRestart(kind, state) ? restart(kind, state) : still(state);
  }
}

function wishOn(before: DeviceState): Step {
  const state = { ...before, wanted: true };
  const { phase, chosen } = state;
  switch (phase.is) {
    case "closed":
    case "failed":
    case "lost":
      return open(state, { deviceId: chosen });
    case "opening":
      if (phase.source) return still(state, { do: "enable", on: true });
      // What was taken back is wished for again: its prompt still stands.
      return phase.chosen === chosen ? still(state) : open(state, { deviceId: chosen });
    case "open":
      return still(state, { do: "enable", on: true });
  }
}

function wishOff(kind: Kind, before: DeviceState): Step {
  const state = { ...before, wanted: false };
  const { phase } = state;
  const source = sourceOf(phase);
  // A microphone stays open, so that it is on again at once.
  if (source && kind === "mic") return still(state, { do: "enable", on: false });
  const effects: DeviceEffect[] = source ? [{ do: "close" }] : [];
  const next = phase.is === "opening" ? { ...phase, source: null, spare: false } : CLOSED;
  return { state: { ...state, phase: next }, effects };
}

function choose(kind: Kind, before: DeviceState, deviceId: string): Step {
  const state = { ...before, chosen: deviceId, away: false };
  const { phase, wanted } = state;
  const source = sourceOf(phase);
  switch (phase.is) {
    case "closed":
      return still(state);
    case "failed":
    case "lost":
      return open({ ...state, wanted: true }, { deviceId });
    case "opening":
      if (!wanted && !phase.spare) return still(state);
      break;
    case "open":
      if (phase.source.deviceId === deviceId) return still(state);
  }
  const earlier = phase.is === "opening" ? phase.former : null;
  const former = earlier ?? (source && { deviceId: source.deviceId, chosen: before.chosen });
  // Some phones open one camera at a time: the old one goes first.
  const closing: DeviceEffect[] = source ? [{ do: "close" }] : [];
  return open(state, { deviceId, spare: kind === "mic", former }, closing);
}

function opened(state: DeviceState, event: Extract<DeviceEvent, { is: "opened" }>): Step {
  const { phase, wanted, chosen } = state;
  if (phase.is !== "opening" || phase.request !== event.request) {
    return still(state, { do: "drop" });
  }
  if (!wanted && !phase.spare) return still({ ...state, phase: CLOSED }, { do: "drop" });
  const { deviceId, muted } = event;
  const effects: DeviceEffect[] = [{ do: "take" }, { do: "enable", on: wanted }];
  if (phase.cause === "return") effects.push({ do: "say", what: "back" });
  const away = chosen !== "" && phase.deviceId === "" && deviceId !== chosen;
  const source = { deviceId, muted, mutedHidden: false };
  const tried = away ? state.tried : null;
  return { state: { ...state, away, tried, phase: { is: "open", source } }, effects };
}

function refused(state: DeviceState, event: Extract<DeviceEvent, { is: "refused" }>): Step {
  const { phase, wanted } = state;
  if (phase.is !== "opening" || phase.request !== event.request) return still(state);
  const { source, former, deviceId, spare, cause } = phase;
  if (source) return still({ ...state, phase: { is: "open", source } });
  if (!wanted && !spare) return still({ ...state, phase: CLOSED });
  if (former) {
    const back = { ...state, chosen: former.chosen };
    return open(back, { deviceId: former.deviceId, spare }, [{ do: "say", what: "refused" }]);
  }
  // Pages that nobody sees are refused for that alone.
  if (state.hidden && wanted) return still({ ...state, phase: { is: "lost", deviceId } });
  if (event.why === "missing" && deviceId !== "") return open(state, { ...phase, deviceId: "" });
  if (!wanted) return still({ ...state, phase: CLOSED });
  if (event.why === "missing" && (cause === "loss" || cause === "return")) {
    return still({ ...state, phase: { is: "lost", deviceId } });
  }
  return still({ ...state, wanted: false, phase: { is: "failed", why: event.why } });
}

/** Nothing is opened for a muted device: the person has muted it, in another place. */
function muted(kind: Kind, before: DeviceState, hidden: boolean): Step {
  const state = withSource(before, { muted: true, mutedHidden: hidden });
  return awaitsRestart(kind, state) ? still(state, { do: "wait" }) : still(state);
}

function ended(before: DeviceState): Step {
  const { phase, wanted, hidden, chosen } = before;
  if (phase.is === "opening") {
    return still({ ...before, phase: { ...phase, source: null } }, { do: "close" });
  }
  if (phase.is !== "open") return still(before);
  const { deviceId, muted } = phase.source;
  const state = { ...before, away: chosen !== "" };
  const gone: DeviceEffect[] = [{ do: "close" }, { do: "say", what: "lost" }];
  if (!wanted) return { state: { ...state, phase: CLOSED }, effects: gone };
  if (hidden) return still({ ...state, phase: { is: "lost", deviceId } }, { do: "close" });
  // A person who was not heard is not to be heard all of a sudden.
  if (muted) {
    const failed = { is: "failed", why: "missing" } as const;
    return { state: { ...state, wanted: false, phase: failed }, effects: gone };
  }
  return open(state, { deviceId: "", cause: "loss" }, gone);
}

function listed(kind: Kind, before: DeviceState, list: DeviceList): Step {
  const { ids, chosen } = list;
  const state = { ...before, chosen: chosen ?? before.chosen };
  const { phase, hidden, away } = state;
  if (hidden) return still(state);
  if (phase.is === "opening") return still({ ...state, missed: { ids, chosen } });
  // What did not open is not tried again before the list is another one.
  const tried = ids.join();
  const isKnown = tried === state.tried;
  if (phase.is === "lost" && ids.length > 0 && !isKnown) {
    const same = ids.includes(phase.deviceId) ? phase.deviceId : "";
    return open({ ...state, tried }, { deviceId: chosen ?? same, cause: "return" });
  }
  if (phase.is !== "open" || !away || chosen === null) return still(state);
  const { source } = phase;
  if (source.deviceId === chosen) return still({ ...state, away: false });
  if (isKnown) return still(state);
  const how = { deviceId: chosen, cause: "return", source, spare: kind === "mic" } as const;
  return open({ ...state, tried }, how);
}

function page(kind: Kind, before: DeviceState, hidden: boolean): Step {
  const state = { ...before, hidden };
  if (hidden) return still(state);
  const { phase } = state;
  if (phase.is === "lost") return open(state, { deviceId: phase.deviceId, cause: "loss" });
  return awaitsRestart(kind, state) ? still(state, { do: "wait" }) : still(state);
}

/** True for a camera that the background has muted, on a page that is back. */
function awaitsRestart(kind: Kind, { hidden, phase }: DeviceState): boolean {
  return kind === "camera" && !hidden && phase.is === "open" &&
    phase.source.muted && phase.source.mutedHidden;
}

/** Opens the same device once more, while the track that there is goes on. */
function restart(kind: Kind, state: DeviceState): Step {
  const source = sourceOf(state.phase);
  if (!source) return still(state);
  const { deviceId } = source;
  const once = { ...source, mutedHidden: false };
  return open(state, { deviceId, cause: "restart", source: once, spare: kind === "mic" });
}

function open(
  state: DeviceState,
  how: { readonly deviceId: string } & Partial<Opening>,
  before: readonly DeviceEffect[] = [],
): Step {
  const request = state.requests + 1;
  const { deviceId, cause = "wish", source = null, spare = false, former = null } = how;
  const { chosen } = state;
  const phase = { is: "opening", request, deviceId, chosen, cause, source, spare, former } as const;
  return {
    state: { ...state, requests: request, phase },
    effects: [...before, { do: "open", request, deviceId }],
  };
}

function still(state: DeviceState, ...effects: DeviceEffect[]): Step {
  return { state, effects };
}

function withSource(state: DeviceState, part: Partial<Source>): DeviceState {
  const { phase } = state;
  const source = sourceOf(phase);
  if (!source || (phase.is !== "open" && phase.is !== "opening")) return state;
  return { ...state, phase: { ...phase, source: { ...source, ...part } } };
}
