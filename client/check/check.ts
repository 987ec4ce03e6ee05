import { acceptIce } from "../call/connection/accepted_ice_servers.ts";
import type { Devices } from "../call/media/capture.ts";
import { type Store, store } from "../state/store.ts";
import { tryDevices } from "./devices.ts";
import { openEar } from "./loudness.ts";
import { type Loop, type LoopOptions, openLoop } from "./loopback.ts";
import { lookOutside } from "./stun.ts";
import { conclude, judgeRelay, serversOf, wayOf } from "./turn.ts";
import { type Answer, type AskOptions, askServer } from "./server.ts";
import { measure } from "./throughput.ts";
import {
  type CheckState,
  type Finding,
  found,
  refusedUrls,
  type Topic,
  TOPICS,
  type Way,
} from "./state.ts";

/** The browser, as far as the check needs it. */
export interface CheckOptions extends AskOptions, Omit<LoopOptions, "signal"> {
  readonly secure: boolean;
  readonly capable: boolean;
  readonly devices: Devices | undefined;
}

/** A check that can be begun, again and again, and that ends with its signal. */
export interface Check {
  readonly state: Store<CheckState>;
  begin(): void;
  /** The person says whether the tone was heard. */
  hear(tone: boolean): void;
}

const WAYS: readonly Way[] = ["udp", "tcp", "tls"];
/** Loops one after the other share nothing; each is closed by its own signal. */
type Opening = (config: RTCConfiguration, createRtc?: LoopOptions["createRtc"]) => Promise<Loop>;
type Looped = { readonly loop: Loop; readonly close: () => void };

/** Prepares a check. */
export function prepareCheck(options: CheckOptions): Check {
  const { secure, capable, signal } = options;
  const state = store<CheckState>({ stage: "idle", lines: [], picture: null });
  let turn = new AbortController();
  signal.addEventListener("abort", () => turn.abort(), { once: true });

  function expect(...topics: Topic[]): void {
    const lines = [...state.get().lines, ...topics.map((topic) => ({ topic, finding: null }))];
    state.set({ lines: lines.sort((a, b) => place(a.topic) - place(b.topic)) });
  }

  function tell(topic: Topic, finding: Finding): void {
    const lines = state.get().lines.map((line) => line.topic === topic ? { topic, finding } : line);
    state.set({ lines });
  }

  async function begin(): Promise<void> {
    turn.abort();
    if (signal.aborted) return;
    turn = new AbortController();
    const mine = turn.signal;
    state.set({ stage: "running", lines: [], picture: null });
    expect("secure", "browser");
    tell("secure", found(secure ? "secure" : "insecure"));
    tell("browser", found(capable ? "capable" : "no-webrtc"));
    if (secure && capable) {
      expect("camera", "microphone", "speaker", "server", "direct");
      tell("speaker", found("listen"));
      await Promise.all([sources(mine), network(mine)]);
    }
    if (mine.aborted) return;
    state.set({ stage: "done", lines: conclude(state.get().lines) });
  }

  async function sources(mine: AbortSignal): Promise<void> {
    const { camera, microphone } = await tryDevices(options.devices, {
      listen: (track, own) => openEar(track, { ...options, signal: own }),
      later: options.later,
      signal: mine,
    });
    if (mine.aborted) return;
    state.set({ picture: camera.picture });
    tell("camera", camera.finding);
    const heard = await microphone;
    if (!mine.aborted) tell("microphone", heard);
  }

  async function network(mine: AbortSignal): Promise<void> {
    const loops: Looped[] = [];
    const open: Opening = async (config, createRtc = options.createRtc) => {
      const own = new AbortController();
      const close = () => own.abort();
      mine.addEventListener("abort", close, { once: true });
      const loop = await openLoop(config, { ...options, createRtc, signal: own.signal });
      loops.push({ loop, close });
      return loop;
    };
    const direct = open({}).then((loop) => {
      const { trip } = loop.trial;
      if (!mine.aborted) {
        tell("direct", trip === null ? found("direct-fails") : found("direct", trip));
      }
      return loop;
    });
    const answer = await askServer({ ...options, signal: mine });
    if (mine.aborted) return;
    tell("server", answer.finding);
    const relayed = await relays(answer, open, mine);
    const best = relayed ?? await direct;
    if (mine.aborted) return;
    expect("speed");
    tell("speed", await measure(best, relayed !== null, { ...options, signal: mine }));
    await direct;
    for (const { close } of loops) close();
  }

  /** Tries each way to the relays; gives the first that works. */
  async function relays(
    { ice, finding }: Answer,
    open: Opening,
    mine: AbortSignal,
  ): Promise<Loop | null> {
    const servers = ice?.iceServers ?? [];
    if (!ice && finding.is !== "answers") return null;
    if (!servers.some(({ urls }) => urls.some((url) => wayOf(url)))) {
      expect("udp");
      tell("udp", found(ice?.iceTtl === 0 ? "relay-missing" : "relay-none"));
      return null;
    }
    expect("outside", ...WAYS);
    const outside = lookOutside(servers, { ...options, signal: mine });
    const tried = WAYS.map(async (way) => {
      const iceServers = serversOf(servers, way);
      if (iceServers.length === 0) return tell(way, found("relay-unset"));
      const { create, refused } = acceptIce(options.createRtc);
      const loop = await open({ iceServers, iceTransportPolicy: "relay" }, create);
      const odd = loop.trial.trip === null && refused().length > 0;
      if (!mine.aborted) tell(way, odd ? refusedUrls(refused()) : judgeRelay(loop.trial));
      return loop;
    });
    const seen = await outside;
    if (!mine.aborted) tell("outside", seen);
    const all = await Promise.all(tried);
    return all.find((loop) => loop && loop.trial.trip !== null) ?? null;
  }

  return {
    state,
    begin: () => void begin(),
    hear: (tone) => tell("speaker", found(tone ? "tone-heard" : "tone-unheard")),
  };
}

const place = (topic: Topic) => TOPICS.indexOf(topic);
