import { decodeStudio } from "../../../protocol/mod.ts";
import type { Clock } from "../../platform/clock.ts";
import type { StudioView } from "../../state/studio.ts";
import { readStudioControl } from "../messages/studio_control.ts";
import type { ReceivedControl } from "../room/policy.ts";
import { encode, random } from "../security/base64url.ts";
import { utf8 } from "../security/bytes.ts";
import { openStudioRegister, type StudioRegisterOptions } from "./studio_register.ts";
import { openStudioSessions, type StudioSessionsOptions } from "./studio_sessions.ts";

/** Options of {@link startStudio}. */
export interface StudioOptions extends
  Pick<
    StudioSessionsOptions,
    "openRtc" | "openShare" | "showShare" | "isSharing" | "play" | "report" | "signal"
  > {
  /** Origin of the server's HTTP address. */
  readonly origin: string;
  readonly clock: Pick<Clock, "later" | "now">;
  readonly members: StudioRegisterOptions["members"];
  /** The newest socket to the server. */
  readonly socket: () => Pick<WebSocket, "addEventListener"> | undefined;
  readonly show: (view: Omit<StudioView, "create" | "revoke">) => void;
}

/** The studio of a call. */
export interface Studio extends Pick<StudioView, "create" | "revoke"> {
  receive(control: Pick<ReceivedControl, "by" | "text">): void;
}

/** Milliseconds between two looks at who has to be told of the studio. */
const TELL_MS = 1000;

/** The first 16 bytes of SHA-256, in base64url. */
async function shortHash(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", utf8.encode(text));
  return encode(new Uint8Array(hash, 0, 16));
}

/** Begins without a studio. */
export function startStudio(options: StudioOptions): Studio {
  const { clock, report, signal, members } = options;
  const { openRtc, isSharing, openShare, showShare, play } = options;
  let [url, topic] = ["", ""];
  let refused: StudioView["refused"] = null;
  let heard: ReturnType<StudioOptions["socket"]>;
  const register = openStudioRegister({
    members,
    adopted: (token) => void adopt(token),
    changed: show,
  });
  const sessions = openStudioSessions({
    ...{ clock, report, signal, openRtc, isSharing },
    ...{ openShare, showShare, play },
    live(on) {
      register.setLive(on);
      show();
    },
    isElsewhere: register.isElsewhere,
    judged(reason) {
      refused = reason;
      show();
    },
  });

  function show(): void {
    const token = register.token();
    const link = token && url ? { url, token } : null;
    options.show({ link, live: register.live(), refused });
  }

  const listen = () => report({ type: "client-studio", ...(topic ? { topic } : {}) });

  async function adopt(token: string): Promise<void> {
    sessions.end();
    const made = token ? [shortHash(token), shortHash(`studio ${token}`)] : [];
    const [id = "", newTopic = ""] = await Promise.all(made);
    if (signal.aborted || register.token() !== token) return;
    [url, topic, refused] = [id && `${options.origin}/studio/${id}`, newTopic, null];
    listen();
    show();
  }

  function hear(frame: unknown): void {
    if (signal.aborted || typeof frame !== "string") return;
    // Each welcome is that of a socket that listens nowhere yet.
    if (frame.startsWith('{"type":"welcome"')) {
      if (topic) listen();
    } else if (frame.startsWith('{"type":"studio-')) {
      const decoded = decodeStudio(frame);
      if (decoded.ok && topic) sessions.receive(decoded.message);
    }
  }

  function tick(): void {
    const socket = options.socket();
    if (socket && socket !== heard) {
      heard = socket;
      socket.addEventListener("message", ({ data }) => hear(data), { signal });
      // Its welcome may have been heard before; if not, it is still to come.
      if (topic) listen();
    }
    register.tell();
    clock.later(TELL_MS, tick, signal);
  }

  tick();
  return {
    create: () => register.token() ? undefined : register.change(random(32)),
    revoke: () => register.token() ? register.change("") : undefined,
    receive({ by, text }) {
      const message = readStudioControl(text);
      if (message) register.receive(by, message);
    },
  };
}
