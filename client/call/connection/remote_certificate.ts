import type { Later } from "../../platform/clock.ts";

/** Options of {@link checkCertificate}. */
export interface CertificateCheckOptions {
  readonly rtc: RTCPeerConnection;
  readonly later: Later;
  /** The fingerprints of the certificates shown; none: not yet. Null: the browser cannot tell. */
  readonly presented: (rtc: RTCPeerConnection) => Promise<readonly string[] | null>;
  /** The fingerprint that the partner has announced; null before. */
  readonly expected: () => string | null;
  readonly onProven: () => void;
  /** Called when {@link CertificateCheck.state} is another one. */
  readonly onState: () => void;
  /** Called when another certificate was shown. */
  readonly onImpostor: () => void;
  readonly signal: AbortSignal;
}

/** Proof that the other side holds the key of the certificate that it has announced. */
export interface CertificateCheck {
  /** State of the connection as the browser sees it, but "connected" only with proof. */
  state(): RTCPeerConnectionState;
  /** Runs now if there is proof, and otherwise as soon as there is; keeps so many at most. */
  whenProven(run: () => void): void;
  /** Listens to the transport, which there is once descriptions are set. */
  watchTransport(): void;
}

/** Time until a browser that does not know the certificate yet is asked again. */
const ASK_AGAIN_MS = 20;
/** Messages on the channel that are kept until there is proof of their sender. */
const MAX_HELD = 100;

/** Begins without proof. */
export function checkCertificate(options: CertificateCheckOptions): CertificateCheck {
  const { rtc, later, onImpostor, signal } = options;
  const held: (() => void)[] = [];
  let proven = false;

  /** Compares the certificate that a connection shows which has just come up. */
  async function check(): Promise<void> {
    const shown = await options.presented(rtc);
    if (signal.aborted || proven || rtc.connectionState !== "connected") return;
    if (shown?.length === 0) return later(ASK_AGAIN_MS, () => void check(), signal);
    const expected = options.expected();
    if (expected === null) return;
    if (shown?.some((one) => one !== expected)) return onImpostor();
    proven = true;
    options.onProven();
    options.onState();
    for (const run of held.splice(0)) run();
  }

  rtc.addEventListener("connectionstatechange", () => {
    if (rtc.connectionState === "connected" && !proven) void check();
    else options.onState();
  }, { signal });

  return {
    state() {
      const { connectionState: state } = rtc;
      return !proven && /^(dis)?connected$/.test(state) ? "connecting" : state;
    },
    whenProven(run) {
      if (proven) run();
      else if (held.length < MAX_HELD) held.push(run);
    },
    watchTransport() {
      // W3C WebRTC §5.5.2. That DTLS has failed proves nothing: so it says, too, where a network
      // swallows its packets.
      rtc.sctp?.transport.addEventListener("error", ({ error }) => {
        if (error.errorDetail === "fingerprint-failure" && !proven) onImpostor();
      }, { signal });
    },
  };
}
