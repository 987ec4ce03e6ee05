import type { CallNetwork } from "../call/call.ts";
import { constraints, type Devices } from "../call/media/capture.ts";
import {
  createContext,
  type SeatClaim,
  type SecurityContext,
} from "../call/security/security_context.ts";
import type { Socket } from "../call/signaling/server_socket.ts";
import { socketAddress } from "../call/signaling/socket_address.ts";
import type { Later } from "../platform/clock.ts";
import { override } from "../platform/override.ts";
import type { Browser, PageSecurity } from "./browser.ts";
import { bufferEvents } from "./buffered_socket.ts";
import { isOriginal, rememberEffects } from "./stored_effects.ts";
import { rememberDevices } from "./preferences.ts";
import { entersAtOnce, type Link, parseLink } from "./room_link.ts";

/** Options of {@link startAhead}. */
export interface HeadStartOptions
  extends Pick<Browser, "obstacle" | "storage" | "devices" | "history"> {
  readonly network: Pick<CallNetwork, "signalingUrl" | "connect">;
  readonly security: Pick<PageSecurity, "locks" | "certify">;
  readonly later: Later;
}

/** Parts of a visit that were begun ahead, each handed out once, to whoever asks for the very same. */
export interface HeadStart {
  /** Keys, identity and certificate for this room; null when others were begun, or none. */
  readonly context: (name: string, key: string) => Promise<SecurityContext> | null;
  readonly connect: CallNetwork["connect"];
  readonly devices: Devices | undefined;
  /** Resolves when the socket was begun, or its keys take long; undefined where none is begun. */
  readonly connecting?: Promise<void> | undefined;
}

/** Time for the rest of the page to ask for what was begun; then it is given up. */
const HELD_MS = 10_000;
/** Time that the keys may take which the socket waits for. */
const KEYS_MS = 50;

/**
 * Begins what a visit to the room in the address needs, before the rest of the page is there to ask
 * for it: devices, keys, certificate and, where the page enters without a lobby, the socket.
 */
export function startAhead(options: HeadStartOptions): HeadStart {
  const { devices, network, security, storage } = options;
  const link = parseLink(options.history.fragment());
  if (typeof link === "string" || options.obstacle) {
    return { context: () => null, connect: network.connect, devices };
  }
  const atOnce = entersAtOnce(link, storage.local, options.history.origin);
  const socket = holdOnce<Socket>((one) => one.close());
  const context = holdOnce<Promise<SecurityContext>>(() => {});
  const keeping = { ...security, session: storage.tab };
  let begun = () => {};
  const connecting = atOnce
    ? new Promise<void>((resolve) => {
      begun = resolve;
      options.later(KEYS_MS, resolve, new AbortController().signal);
    })
    : undefined;
  const made = createContext(link.name, link.key, keeping, (claim) => {
    if (!atOnce) return;
    connect(claim);
    begun();
  });
  context.hold(`${link.name}/${link.key}`, made);
  made.catch(socket.drop);
  // After the keys, which the socket waits for: asking for devices keeps the page busy for milliseconds.
  const stream = devices && captureAhead(devices, link, storage.local);
  options.later(HELD_MS, () => {
    for (const held of [stream, socket, context]) held?.drop();
  }, new AbortController().signal);

  function connect(claim: SeatClaim): void {
    const { url, protocols } = socketAddress(network.signalingUrl, claim);
    socket.hold([url, ...protocols].join(" "), bufferEvents(network.connect(url, protocols)));
  }

  return {
    connecting,
    context: (name, key) => context.take(`${name}/${key}`),
    connect: (url, protocols) =>
      socket.take([url, ...protocols].join(" ")) ?? network.connect(url, protocols),
    // The first stream may have been asked for already.
    devices: devices && override(devices, {
      getUserMedia: (wanted) =>
        stream?.take(JSON.stringify(wanted)) ?? devices.getUserMedia(wanted),
    }),
  };
}

/** Something that was begun, for whoever names it. */
interface Held<T> {
  hold(name: string, value: T): void;
  take(name: string): T | null;
  drop(): void;
}

function holdOnce<T>(discard: (value: T) => void): Held<T> {
  let held: { readonly name: string; readonly value: T } | null = null;
  return {
    hold: (name, value) => void (held = { name, value }),
    take(name) {
      if (held?.name !== name) return null;
      const { value } = held;
      held = null;
      return value;
    },
    drop() {
      if (held) discard(held.value);
      held = null;
    },
  };
}

/** Opens the devices that the link, or its lobby, opens at once. */
function captureAhead(devices: Devices, { entry }: Link, local: Storage | null) {
  const stream = holdOnce<Promise<MediaStream>>((made) =>
    void made.then((one) => one.getTracks().forEach((track) => track.stop()), () => {})
  );
  const kinds = (["mic", "camera"] as const).filter((kind) => entry[kind]);
  if (kinds.length === 0) return stream;
  const choices = rememberDevices(local);
  const wanted = constraints(kinds, {
    mic: choices.get("audioinput").deviceId,
    camera: choices.get("videoinput").deviceId,
  }, isOriginal(rememberEffects(local).get()));
  const made = devices.getUserMedia(wanted);
  // Told by whoever takes it.
  made.catch(() => {});
  stream.hold(JSON.stringify(wanted), made);
  return stream;
}
