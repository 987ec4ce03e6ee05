import type { Cap } from "../media/encodings.ts";
import type { EncoderMessage, SenderRole } from "../media/frame_sharing.ts";
import { requestKeyFrame } from "../media/keyframe_request.ts";

/** A camera picture to one member, and whether another member's encoder may make it. */
export interface SharedPicture {
  /** The member. */
  readonly id: string;
  /** Name of the connection, and of its sender in the worker. */
  readonly connection: string;
  readonly sender: RTCRtpSender;
  readonly cap: Cap;
  /** Lines that its encoder would make. */
  readonly lines: number;
  /** Bits per second that the way to the member carries; Infinity where the browser does not say. */
  readonly carries: number;
}

/** Caps of members that share an encoder, and the roles of their senders. */
export interface SharingPlan {
  readonly caps: Readonly<Record<string, Cap>>;
  readonly roles: Readonly<Record<string, SenderRole>>;
}

/** Worker that the frames of the senders pass through, as far as it is used here. */
export type EncoderWorker = Pick<Worker, "postMessage" | "addEventListener">;

/** Encoders of this page that several members share. */
export interface EncoderSharing {
  /** Shares encoders among these pictures; returns the caps of the members that share one. */
  share(pictures: readonly SharedPicture[]): SharingPlan["caps"];
  /** True if another member's encoder may make the pictures that go by this connection. */
  isFit(connection: string): boolean;
  /** Notes that a second has passed; false when the worker has failed, or is silent for too long. */
  look(): boolean;
}

/** Options of {@link shareEncoders}. */
export interface EncoderSharingOptions {
  /** Undefined while no sender's frames pass through it; null: it has failed. */
  readonly worker: () => EncoderWorker | null | undefined;
  readonly elapsed: () => number;
  readonly signal: AbortSignal;
}

/** Key frames that a member may cost the encoder of others before it gets one of its own. */
const MAX_ASKED = 4;
/** Time after which one of them is forgotten. */
const FORGOTTEN_MS = 10_000;
/** Time for which a member that did not fit keeps an encoder of its own. */
const ALONE_MS = 30_000;
/** Looks without a report after which the worker counts as dead. */
const MAX_SILENT_LOOKS = 4;

/** Lines that a sender encodes whose frames are those of another one. */
const FOLLOWER_LINES = 45;
/** Ratio of sizes, and of bitrates, up to which pictures are alike. */
const ALIKE = Math.SQRT2;

/** Begins with an encoder for each. */
export function shareEncoders(options: EncoderSharingOptions): EncoderSharing {
  const { elapsed, signal } = options;
  const fitness = watchFitness(elapsed);
  let senders: ReadonlyMap<string, RTCRtpSender> = new Map();
  let roles: SharingPlan["roles"] = {};
  let heard: EncoderWorker | null | undefined;
  let silentLooks = 0;

  function hear(message: EncoderMessage): void {
    switch (message.is) {
      case "keyFrame": {
        const sender = senders.get(message.id);
        if (sender) void requestKeyFrame(sender);
        return;
      }
      case "report":
        silentLooks = 0;
        return fitness.read(message.asked);
      case "failed":
        return fitness.fail();
    }
  }

  /** The worker, and what it says from now on. */
  function listen(): EncoderWorker | null | undefined {
    const worker = options.worker();
    if (worker !== heard) {
      worker?.addEventListener("message", (event) => {
        if (event instanceof MessageEvent && heard === worker) hear(event.data);
      }, { signal });
    }
    heard = worker;
    return worker;
  }

  return {
    isFit: fitness.isFit,
    share(pictures) {
      const worker = listen();
      if (!worker) return {};
      senders = new Map(pictures.map(({ connection, sender }) => [connection, sender]));
      const plan = planSharing(pictures, roles);
      for (const { connection, carries, cap } of pictures) {
        // A way that turned out too narrow goes on as one, or two encoders would take turns.
        if (isPart(connection, roles) && carries < cap.bitrate) fitness.part(connection);
      }
      if (JSON.stringify(plan.roles) !== JSON.stringify(roles)) worker.postMessage(plan.roles);
      roles = plan.roles;
      return plan.caps;
    },
    look() {
      const worker = listen();
      return worker !== null && (!worker || ++silentLooks <= MAX_SILENT_LOOKS);
    },
  };
}

/** Connections by which frames of another member's encoder may go. */
function watchFitness(elapsed: () => number) {
  /** Key frames that each has cost others; no entry: its frames do not pass through the worker. */
  let costs: ReadonlyMap<string, { readonly count: number; readonly at: number }> = new Map();
  const alone = new Map<string, number>();
  let failed = false;
  const part = (connection: string) => void alone.set(connection, elapsed() + ALONE_MS);

  return {
    part,
    fail: () => void (failed = true),
    /** Takes the key frames that each connection has cost since the last report. */
    read(asked: Readonly<Record<string, number>>): void {
      const at = elapsed();
      costs = new Map(
        Object.entries(asked).map(([connection, more]) => {
          const before = costs.get(connection) ?? { count: 0, at };
          const count = Math.max(0, before.count - (at - before.at) / FORGOTTEN_MS) + more;
          if (count > MAX_ASKED) part(connection);
          return [connection, { count, at }];
        }),
      );
      for (const connection of alone.keys()) if (!costs.has(connection)) alone.delete(connection);
    },
    isFit: (connection: string) =>
      !failed && costs.has(connection) && elapsed() >= (alone.get(connection) ?? 0),
  };
}

/** True if a sender follows another one, or is followed. */
const isPart = (connection: string, roles: SharingPlan["roles"]) =>
  roles[connection]?.is === "follower" ||
  Object.values(roles).some((one) => one.is === "follower" && one.of === connection);

/** Gives members whose pictures are to be alike one encoder; who leads already goes on leading. */
export function planSharing(
  pictures: readonly SharedPicture[],
  before: SharingPlan["roles"],
): SharingPlan {
  const led = new Set(Object.values(before).flatMap((one) => one.is === "follower" ? one.of : []));
  const caps: Record<string, Cap> = {};
  const roles: Record<string, SenderRole> = {};
  for (const alike of groupsOf(pictures)) {
    const cap = greatest(alike);
    // Frames of another encoder cannot be made smaller for a way that carries less.
    const group = alike.filter(({ carries }) => carries >= cap.bitrate);
    const leader = group.find(({ connection }) => led.has(connection)) ?? group[0];
    if (!leader || group.length < 2) continue;
    for (const one of group) {
      caps[one.id] = one === leader ? cap : { ...cap, lines: FOLLOWER_LINES };
      if (one !== leader) roles[one.connection] = { is: "follower", of: leader.connection };
    }
  }
  return { caps, roles };
}

/** Pictures whose sizes and bitrates differ by no more than a step. */
function groupsOf(pictures: readonly SharedPicture[]): SharedPicture[][] {
  const groups = new Map<string, SharedPicture[]>();
  const step = (value: number) => Math.round(Math.log(value) / Math.log(ALIKE));
  for (const one of pictures) {
    const key = `${step(one.lines)} ${step(one.cap.bitrate)}`;
    groups.set(key, [...groups.get(key) ?? [], one]);
  }
  return [...groups.values()];
}

function greatest(pictures: readonly SharedPicture[]): Cap {
  const of = (read: (cap: Cap) => number) => Math.max(...pictures.map(({ cap }) => read(cap)));
  return {
    height: of(({ height }) => height),
    rate: of(({ rate }) => rate),
    bitrate: of(({ bitrate }) => bitrate),
  };
}
