/** Encoded picture on its way out (W3C WebRTC Encoded Transform §5), as far as it is read here. */
export interface EncodedFrame {
  readonly type: "key" | "delta" | "empty";
  data: ArrayBuffer;
}

/** Part of one sender in the sharing of encoders. */
export type SenderRole =
  /** Encodes for its own receiver, and for those of all senders that follow it. */
  | { readonly is: "own" }
  /** Encodes a tiny picture, and sends the frames of another sender in its place. */
  | { readonly is: "follower"; readonly of: string };

/** Message of the worker to its page. */
export type EncoderMessage =
  /** The encoder of this sender is to make a key frame. */
  | { readonly is: "keyFrame"; readonly id: string }
  /** Comes once a second: senders whose frames pass through, and what {@link FrameSharing.asked} says. */
  | { readonly is: "report"; readonly asked: Readonly<Record<string, number>> }
  /** Sharing has failed, and each sender sends its own frames from now on. */
  | { readonly is: "failed" };

/** Options of {@link openFrameSharing}. */
export interface FrameSharingOptions {
  /** Asks the encoder of this sender for a key frame. */
  readonly requestKeyFrame: (id: string) => void;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
}

/** Frames of one encoder to several members, one for one. */
export interface FrameSharing {
  /** Gives each sender its part; one that is not named encodes for itself. */
  assign(roles: Readonly<Record<string, SenderRole>>): void;
  /** Takes a frame of this sender; `send` sends one in its place, now or when there is one. */
  take(id: string, frame: EncodedFrame, send: Send): void;
  /**
   * Key frames that each sender has cost the encoder that it follows since this was called last:
   * those that its receiver has asked for, and those after frames that it was too slow for.
   */
  asked(): Readonly<Record<string, number>>;
  remove(id: string): void;
}

type Send = (frame: EncodedFrame) => void;

/** One sender. */
interface Sender {
  role: SenderRole;
  /** Frames of its leader that wait for one of its own. */
  queue: ArrayBuffer[];
  /** Own frames that wait for one of its leader. */
  places: { readonly frame: EncodedFrame; readonly send: Send }[];
  /** True if nothing may pass before the next key frame. */
  waitsForKey: boolean;
  /** True if its own frames are sent until the first key frame of its leader: no picture stands still. */
  bridges: boolean;
  /** When its encoder was asked for a key frame last, in ms. */
  askedAt: number;
  /** Key frames that it has cost its leader since the last report. */
  asked: number;
  /** When it has cost one last, in ms. */
  costAt: number;
  /** Own frames since it has its role. */
  frames: number;
}

/** Frames that wait at most, of either kind: a queue is delay. */
const MAX_WAITING = 4;
/** An encoder makes key frames for others no more often than this, whoever asks. */
const KEY_FRAME_MS = 1000;
/** Lines up to which a picture is the tiny one of a follower. */
export const TINY_LINES = 64;
/** Frames after which a picture that is still tiny is taken for what it is. */
const PATIENT_FRAMES = 30;
const OWN: SenderRole = { is: "own" };

/** Opens it with every sender on its own. */
export function openFrameSharing({ requestKeyFrame, elapsed }: FrameSharingOptions): FrameSharing {
  const senders = new Map<string, Sender>();
  let roles: Readonly<Record<string, SenderRole>> = {};

  function senderOf(id: string): Sender {
    const known = senders.get(id);
    if (known) return known;
    const sender = newSender();
    senders.set(id, sender);
    play(sender, roles[id] ?? OWN);
    return sender;
  }

  function play(sender: Sender, role: SenderRole): void {
    if (JSON.stringify(role) === JSON.stringify(sender.role)) return;
    begin(sender, role);
    if (role.is === "follower") askForKey(role.of);
  }

  function askForKey(id: string): void {
    const sender = senders.get(id);
    if (!sender || elapsed() - sender.askedAt < KEY_FRAME_MS) return;
    sender.askedAt = elapsed();
    requestKeyFrame(id);
  }

  /** Asks the leader of a follower: requests that one key frame answers cost one. */
  function askLeader(sender: Sender, leader: string): void {
    charge(sender, elapsed());
    askForKey(leader);
  }

  /** Hands a frame of `leader` to all that follow it. */
  function spread(leader: string, { type, data }: EncodedFrame): void {
    for (const sender of senders.values()) {
      if (sender.role.is !== "follower" || sender.role.of !== leader) continue;
      if (sender.waitsForKey && type !== "key") {
        askForKey(leader);
        continue;
      }
      sender.waitsForKey = sender.queue.length >= MAX_WAITING;
      if (sender.waitsForKey) {
        sender.queue = [];
        askLeader(sender, leader);
        continue;
      }
      enqueue(sender, data.slice(0));
    }
  }

  return {
    assign(next) {
      roles = next;
      for (const [id, sender] of senders) play(sender, next[id] ?? OWN);
    },
    take(id, frame, send) {
      const sender = senderOf(id);
      sender.frames++;
      if (sender.role.is === "own") {
        if (!passes(sender, frame)) return askForKey(id);
        spread(id, frame);
        return send(frame);
      }
      if (sender.bridges) return send(frame);
      // Its receiver has asked for a key frame, or its own encoder has begun anew.
      if (frame.type === "key" && sender.frames > 1) {
        askLeader(sender, sender.role.of);
      }
      sender.places.push({ frame, send });
      if (sender.places.length > MAX_WAITING) sender.places.shift();
      match(sender);
    },
    asked() {
      const asked = Object.fromEntries([...senders].map(([id, { asked }]) => [id, asked]));
      for (const sender of senders.values()) sender.asked = 0;
      return asked;
    },
    remove: (id) => void senders.delete(id),
  };
}

/** Takes frames; once that throws, `onFailed` is told, and every sender sends its own from then on. */
export function takeSafely(
  sharing: Pick<FrameSharing, "take">,
  onFailed: () => void,
): FrameSharing["take"] {
  let failed = false;
  return (id, frame, send) => {
    if (failed) return send(frame);
    try {
      sharing.take(id, frame, send);
    } catch {
      failed = true;
      onFailed();
      send(frame);
    }
  };
}

function charge(sender: Sender, now: number): void {
  if (now - sender.costAt < KEY_FRAME_MS) return;
  sender.costAt = now;
  sender.asked++;
}

function newSender(): Sender {
  return {
    role: OWN,
    queue: [],
    places: [],
    waitsForKey: false,
    bridges: false,
    askedAt: -Infinity,
    asked: 0,
    costAt: -Infinity,
    frames: 0,
  };
}

/** True if an own frame is what its receiver can go on with: not the rest of what a follower makes. */
function passes(sender: Sender, frame: EncodedFrame): boolean {
  if (!sender.waitsForKey) return true;
  const fits = frame.type === "key" && (sender.frames > PATIENT_FRAMES || !isTiny(frame));
  sender.waitsForKey = !fits;
  return fits;
}

/** Begins another role; what the receiver has of an own picture can be gone on with. */
function begin(sender: Sender, role: SenderRole): void {
  const { askedAt } = sender;
  const bridges = role.is === "follower" && sender.role.is === "own" && !sender.waitsForKey;
  Object.assign(sender, newSender(), { role, bridges, waitsForKey: true, askedAt });
}

function enqueue(sender: Sender, data: ArrayBuffer): void {
  sender.bridges = false;
  sender.queue.push(data);
  match(sender);
}

/** Sends the frames of the leader in the place of own ones, one for one. */
function match({ places, queue }: Sender): void {
  while (places.length > 0 && queue.length > 0) {
    const place = places.shift();
    const data = queue.shift();
    if (!place || !data) return;
    place.frame.data = data;
    place.send(place.frame);
  }
}

/** True for a VP8 key frame that is no larger than a follower's own (RFC 6386 §9.1). */
function isTiny({ data }: EncodedFrame): boolean {
  const bytes = new Uint8Array(data, 0, Math.min(10, data.byteLength));
  if (bytes[3] !== 0x9d || bytes[4] !== 0x01 || bytes[5] !== 0x2a) return false;
  const side = (at: number) => ((bytes[at] ?? 0) | (bytes[at + 1] ?? 0) << 8) & 0x3fff;
  return Math.min(side(6), side(8)) <= TINY_LINES;
}
