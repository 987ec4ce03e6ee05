import { childOf } from "../platform/child_signal.ts";
import { acceptIce } from "../call/connection/accepted_ice_servers.ts";
import type { Devices } from "../call/media/capture.ts";
import type { Clock } from "../platform/clock.ts";
import { type Store, store } from "../state/store.ts";
import { tryDevices } from "./devices.ts";
import { openLoudnessMeter } from "./loudness.ts";
import { type Loop, type LoopOptions, openLoop } from "./loopback.ts";
import { findPublicAddress } from "./stun.ts";
import { conclude, judgeRelay, serversOf, wayOf } from "./turn.ts";
import { askServer, type AskServerOptions, type ServerAnswer } from "./server.ts";
import { measureThroughput } from "./throughput.ts";
import {
  type CheckState,
  type Finding,
  found,
  refusedUrls,
  type Topic,
  TOPICS,
  type Way,
} from "./state.ts";

/** Options of {@link prepareCheck}: the browser, as far as the check needs it. */
export interface CheckOptions {
  /** True over https and on localhost (W3C Secure Contexts). */
  readonly secure: boolean;
  /** True if the browser can make calls. */
  readonly capable: boolean;
  readonly devices: Devices | undefined;
  readonly network: CheckNetwork;
  readonly clock: Pick<Clock, "later" | "elapsed">;
  readonly signal: AbortSignal;
}

/** Ways out of the page. */
export type CheckNetwork =
  & Pick<AskServerOptions, "signalingUrl" | "connect" | "fetch">
  & Pick<LoopOptions, "createRtc">;

/** A check that can be begun, again and again, and that ends with its signal. */
export interface Check {
  readonly state: Store<CheckState>;
  begin(): void;
  /** Notes the answer of the person: the tone was heard, or not. */
  hear(tone: boolean): void;
}

const WAYS: readonly Way[] = ["udp", "tcp", "tls"];
/** Opens a call of the page with itself. */
type OpenLoop = (config: RTCConfiguration, createRtc?: LoopOptions["createRtc"]) => Promise<Loop>;

/** Lines of the check, as they are added and filled in. */
interface Report {
  /** Adds lines without a finding yet. */
  expect(...topics: Topic[]): void;
  tell(topic: Topic, finding: Finding): void;
}

/** Prepares a check. */
export function prepareCheck(options: CheckOptions): Check {
  const { secure, capable, signal } = options;
  const state = store<CheckState>({ stage: "idle", lines: [], picture: null });
  let run = childOf(signal);

  function expect(...topics: Topic[]): void {
    const lines = [...state.get().lines, ...topics.map((topic) => ({ topic, finding: null }))];
    state.set({ lines: lines.sort((a, b) => place(a.topic) - place(b.topic)) });
  }

  function tell(topic: Topic, finding: Finding): void {
    const lines = state.get().lines.map((line) => line.topic === topic ? { topic, finding } : line);
    state.set({ lines });
  }

  async function begin(): Promise<void> {
    run.abort();
    if (signal.aborted) return;
    run = childOf(signal);
    const mine = run.signal;
    state.set({ stage: "running", lines: [], picture: null });
    expect("secure", "browser");
    tell("secure", found(secure ? "secure" : "insecure"));
    tell("browser", found(capable ? "capable" : "no-webrtc"));
    if (secure && capable) {
      expect("camera", "microphone", "speaker", "server", "direct");
      tell("speaker", found("listen"));
      await Promise.all([checkSources(mine), checkNetwork(options, { expect, tell }, mine)]);
    }
    if (mine.aborted) return;
    state.set({ stage: "done", lines: conclude(state.get().lines) });
  }

  async function checkSources(mine: AbortSignal): Promise<void> {
    const { createRtc } = options.network;
    const { camera, microphone } = await tryDevices({
      devices: options.devices,
      meter: (track, signal) => openLoudnessMeter(track, { createRtc, signal }),
      later: options.clock.later,
      signal: mine,
    });
    if (mine.aborted) return;
    state.set({ picture: camera.picture });
    tell("camera", camera.finding);
    const finding = await microphone;
    if (!mine.aborted) tell("microphone", finding);
  }

  return {
    state,
    begin: () => void begin(),
    hear: (tone) => tell("speaker", found(tone ? "tone-heard" : "tone-unheard")),
  };
}

const place = (topic: Topic) => TOPICS.indexOf(topic);

/** Tries the server, a direct connection, the relays, and the speed of the best of them. */
async function checkNetwork(
  options: CheckOptions,
  { expect, tell }: Report,
  signal: AbortSignal,
): Promise<void> {
  const { network: { signalingUrl, connect, fetch }, clock } = options;
  const { close, open } = loopsUntil(signal, options);
  const direct = open({}).then((loop) => {
    const { roundTripMs } = loop.trial;
    const finding = roundTripMs === null ? found("direct-fails") : found("direct", roundTripMs);
    if (!signal.aborted) tell("direct", finding);
    return loop;
  });
  const answer = await askServer({ signalingUrl, connect, fetch, clock, signal });
  if (signal.aborted) return;
  tell("server", answer.finding);
  const report = { expect, tell };
  const relayed = await checkRelays(options, answer, open, report, signal);
  const best = relayed ?? await direct;
  if (signal.aborted) return;
  expect("speed");
  tell("speed", await measureThroughput(best, relayed !== null, { clock, signal }));
  await direct;
  close();
}

/** Loops that share nothing, and are closed together. */
function loopsUntil(signal: AbortSignal, { network, clock }: CheckOptions) {
  const opened: AbortController[] = [];
  const close = () => {
    for (const life of opened) life.abort();
  };
  const open: OpenLoop = async (config, createRtc = network.createRtc) => {
    const life = childOf(signal);
    const loop = await openLoop(config, { createRtc, clock, signal: life.signal });
    opened.push(life);
    return loop;
  };
  return { open, close };
}

/** Tries each way to the relays; gives the first that works. */
async function checkRelays(
  { network: { createRtc }, clock }: CheckOptions,
  answer: ServerAnswer,
  open: OpenLoop,
  { expect, tell }: Report,
  signal: AbortSignal,
): Promise<Loop | null> {
  const { ice } = answer;
  const servers = ice?.iceServers ?? [];
  if (!ice && answer.finding.is !== "answers") return null;
  if (!servers.some(({ urls }) => urls.some((url) => wayOf(url)))) {
    expect("udp");
    tell("udp", found(ice?.iceTtl === 0 ? "relay-missing" : "relay-none"));
    return null;
  }
  expect("outside", ...WAYS);
  const outside = findPublicAddress(servers, { createRtc, clock, signal });
  const tried = WAYS.map(async (way) => {
    const iceServers = serversOf(servers, way);
    if (iceServers.length === 0) return tell(way, found("relay-unset"));
    const { create, refused } = acceptIce(createRtc);
    const loop = await open({ iceServers, iceTransportPolicy: "relay" }, create);
    const isRefused = loop.trial.roundTripMs === null && refused().length > 0;
    if (!signal.aborted) tell(way, isRefused ? refusedUrls(refused()) : judgeRelay(loop.trial));
    return loop;
  });
  const finding = await outside;
  if (!signal.aborted) tell("outside", finding);
  const all = await Promise.all(tried);
  return all.find((loop) => loop && loop.trial.roundTripMs !== null) ?? null;
}
