import { assert, assertEquals } from "@std/assert";
import { connections } from "../harness/browser/assert_healthy_call.ts";
import type { Kind } from "../harness/browser/browser_binaries.ts";
import type { Kinds } from "../harness/browser/browsers.ts";
import { CAMERA, MIC, SCREEN, sees } from "../harness/browser/media_counters.ts";
import { paint } from "../harness/browser/painted_canvas.ts";
import { type Entry, scene, type Stage } from "../harness/browser/stage.ts";
import { until } from "../harness/browser/wait_until.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

/** A camera that obeys every size, in few frames. */
const OBEYS: Kinds = { args: ["--use-fake-device-for-media-stream=fps=10,device-count=3"] };
const VIEW = { viewport: { width: 800, height: 600 } } as const;
/** Packets of sound, of some 50 a second, before which a first picture is there on a busy machine. */
const MAX_SOUND = 500;
/** Lines up to which an encoder makes the tiny picture of one that follows. */
const TINY_LINES = 64;

/** Runs in the page: lines that the encoders of the camera make, the smallest first. */
async function readEncoders(): Promise<number[]> {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
  const lines: number[] = [];
  for (const pc of made) {
    if (pc.connectionState !== "connected") continue;
    for (const one of (await pc.getStats()).values()) {
      if (one.type === "outbound-rtp" && one.mid === "1") lines.push(one.frameHeight ?? 0);
    }
  }
  return lines.sort((a, b) => a - b);
}

/** Runs in the page: lines of the camera pictures that come in. */
async function readDecoders(): Promise<number[]> {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
  const lines: number[] = [];
  for (const pc of made) {
    if (pc.connectionState !== "connected") continue;
    for (const one of (await pc.getStats()).values()) {
      if (one.type === "inbound-rtp" && one.mid === "1" && one.framesDecoded > 0) {
        lines.push(one.frameHeight ?? 0);
      }
    }
  }
  return lines;
}

/** Runs in the page: what decides who may share an encoder. */
async function readReasons(): Promise<unknown[]> {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
  const reasons: unknown[] = [];
  for (const pc of made) {
    if (pc.connectionState !== "connected") continue;
    const [, camera] = pc.getTransceivers();
    const stats = [...(await pc.getStats()).values()];
    const sent = stats.find((one) => one.type === "outbound-rtp" && one.mid === "1");
    const [encoding] = camera?.sender.getParameters().encodings ?? [];
    reasons.push({
      lines: sent?.frameHeight,
      tapped: Boolean(camera?.sender.transform),
      bitrate: encoding?.maxBitrate,
      carries: stats.map((one) => one.availableOutgoingBitrate ?? 0).find(Boolean),
      lost: stats.map((one) => one.fractionLost ?? 0).filter(Boolean),
      codec: stats.find((one) => one.id === sent?.codecId)?.mimeType,
    });
  }
  return reasons;
}

const encoders = ({ page }: Visitor) => page.evaluate(readEncoders);
const decoders = ({ page }: Visitor) => page.evaluate(readDecoders);
const isTiny = (lines: number) => lines <= TINY_LINES;

/** Waits until no more members than that have encoders of their own, and all see whole pictures. */
async function shares(ann: Visitor, others: readonly Visitor[], own: number): Promise<void> {
  const few = async () => {
    const lines = await encoders(ann);
    const tiny = lines.filter(isTiny).length;
    return lines.length === others.length && tiny < lines.length && lines.length - tiny <= own;
  };
  await until(`at most ${own} encoders`, few, () => ann.page.evaluate(readReasons));
  await Promise.all(others.map(seesWhole));
}

/** Waits for more frames of a picture that is not the tiny one. */
async function seesWhole(one: Visitor): Promise<void> {
  await sees(one, CAMERA);
  const whole = async () => (await decoders(one)).every((lines) => !isTiny(lines));
  await until("a whole picture", whole, () => decoders(one));
}

/** Ann sends her picture; all others receive it and send nothing. */
async function enter(stage: Stage, kind: Kind, name: string, entry: Entry = {}): Promise<Visitor> {
  const browser = kind === "chromium" ? { with: OBEYS, kept: true } : {};
  const sends = name === "Ann" ? 1 : 0;
  return await stage.enter(kind, name, {
    ...browser,
    ...entry,
    ...VIEW,
    devices: "full",
    cam: sends,
    before: [paint, ...entry.before ?? []],
    mic: sends,
  });
}

/** Runs in the page: the person looks at another tab, or at this one again. */
function look(hidden: boolean): void {
  for (const owner of [Document.prototype, document]) {
    Object.defineProperty(owner, "hidden", { get: () => hidden, configurable: true });
  }
  document.dispatchEvent(new Event("visibilitychange"));
}

/** Runs in the page: closes the connection that brings a picture. */
async function closeConnection(): Promise<void> {
  const { __pcs: made } = globalThis as unknown as { readonly __pcs: RTCPeerConnection[] };
  for (const pc of made) {
    const stats = [...(await pc.getStats()).values()];
    if (stats.some((one) => one.type === "inbound-rtp" && one.framesDecoded > 0)) pc.close();
  }
}

/** Chooses the last camera of the list. */
async function changeCamera({ page, press, count }: Visitor): Promise<void> {
  const menu = 'select[data-device="videoinput"]';
  await press("more");
  await count(menu, 1);
  const last = await page.$eval(
    `${menu} option:last-child`,
    (option) => option.getAttribute("value") ?? "",
  );
  await page.select(menu, last);
  await press("more");
}

/** Packets of sound that had come in when the first picture was seen. */
async function soundBeforePicture(one: Visitor): Promise<number> {
  const first = async () => (await one.inflow()).find(({ video }) => video[CAMERA]);
  return (await until("a first picture", first)).audio[MIC] ?? 0;
}

/** One sender with four receivers; `own` have encoders of their own. */
async function call(
  stage: Stage,
  kind: Kind,
  receivers: readonly Kind[],
  own: number,
): Promise<void> {
  stage.expect(/ICE failed/);
  const others: Visitor[] = [];
  for (const one of receivers) others.push(await enter(stage, one, `P${others.length}`));
  const ann = await enter(stage, kind, "Ann");
  await shares(ann, others, own);
  const before = await connections(ann);

  await ann.press("camera");
  await others[0]?.count("[data-tile] video", 0);
  await ann.press("camera");
  await shares(ann, others, own);

  await changeCamera(ann);
  await shares(ann, others, own);

  await ann.press("screen");
  await Promise.all(others.map((one) => sees(one, SCREEN)));
  await shares(ann, others, own);
  await ann.press("screen");

  // Somebody looks away, and back: perhaps the one whose encoder it is.
  const away = others[1];
  await away?.page.evaluate(look, true);
  await Promise.all(others.filter((one) => one !== away).map(seesWhole));
  await away?.page.evaluate(look, false);
  await shares(ann, others, own);

  // Somebody comes, and sees a picture soon; others leave, among them the first, who is a leader.
  const late = await enter(stage, "chromium", "Late");
  const sound = await soundBeforePicture(late);
  assert(sound < MAX_SOUND, `a picture after ${sound} packets of sound`);
  // On a busy machine one of them may have cost too many key frames meanwhile.
  await shares(ann, [...others, late], own + 1);
  for (const one of [others.pop(), others.shift()]) await one?.close();
  await shares(ann, [...others, late], own + 1);
  const now = await connections(ann);
  assertEquals(now.filter((one) => before.includes(one)).length, others.length);
  const lost = await connections(late);
  await late.page.evaluate(closeConnection);
  const isNew = async () => (await connections(late)).some((one) => !lost.includes(one));
  await until("another connection", isNew);
  await shares(ann, [...others, late], own + 1);
}

const SCENES: readonly [Kind, Kind[], number][] = [
  // The first connection is made before there is anything to share.
  ["chromium", ["chromium", "chromium", "firefox", "chromium"], 2],
  ["firefox", ["chromium", "chromium", "chromium", "chromium"], 1],
];
for (const [kind, receivers, own] of SCENES) {
  scene(
    `EncoderSharing: ${kind} sends the frames of one encoder to several members`,
    ["chromium", "firefox"],
    (stage) => call(stage, kind, receivers, own),
  );
}

/** Runs in the page: the worker of the encoders is not found. */
function missingWorker(): void {
  const lead = (address: string) => /encoder/.test(address) ? "/assets/none.js" : address;
  const types: unknown = Reflect.get(globalThis, "trustedTypes");
  if (typeof types === "object" && types) {
    const create = Reflect.get(types, "createPolicy").bind(types);
    Reflect.set(
      types,
      "createPolicy",
      (name: string, rules: { createScriptURL(of: string): string }) =>
        create(name, {
          ...rules,
          createScriptURL: (of: string) => lead(rules.createScriptURL(of)),
        }),
    );
  } else {
    globalThis.Worker = class extends Worker {
      constructor(address: string | URL) {
        super(lead(String(address)));
      }
    };
  }
}

for (const kind of ["chromium", "firefox"] as const) {
  scene(
    `EncoderSharing: without its worker each member has an encoder of its own: ${kind}`,
    [kind, "chromium"],
    async (stage) => {
      stage.expect(/none\.js|404|ICE failed/);
      const ann = await enter(stage, kind, "Ann", { before: [missingWorker] });
      const others: Visitor[] = [];
      for (let at = 0; at < 3; at++) others.push(await enter(stage, "chromium", `P${at}`));
      await shares(ann, others, others.length);
    },
  );
}
