/**
 * Runs in the attacker's page: bare connections without any of the project's code. What one of
 * them hears on its channel it can repeat on another. Self-contained: it is sent as text.
 */
export function impostor(): void {
  const made = new Map<string, { rtc: RTCPeerConnection; channel: RTCDataChannel }>();
  const heard: string[] = [];
  const secrets = new Map<string, string>();
  const waiting: { onto: string; talk: { type: string } }[] = [];
  let certificate: Promise<RTCCertificate> | null = null;

  /** Says what can be said by now. */
  function flush(): void {
    for (const one of waiting.splice(0)) {
      const channel = made.get(one.onto)?.channel;
      const secret = secrets.get(one.onto);
      // Whom the attacker has promised nothing yet, it has nothing to tell.
      const ready = one.talk.type !== "sas-reveal" || secret !== undefined;
      if (channel?.readyState !== "open" || !ready) waiting.push(one);
      else if (one.talk.type !== "sas-reveal") channel.send(JSON.stringify(one.talk));
      else channel.send(JSON.stringify({ ...one.talk, secret }));
    }
  }

  async function open(name: string, onto: string) {
    const curve: EcKeyGenParams = { name: "ECDSA", namedCurve: "P-256" };
    certificate ??= RTCPeerConnection.generateCertificate(curve);
    const rtc = new RTCPeerConnection({
      bundlePolicy: "max-bundle",
      certificates: [await certificate],
    });
    const channel = rtc.createDataChannel("members", { negotiated: true, id: 0 });
    channel.onmessage = ({ data }) => {
      heard.push(String(data));
      waiting.push({ onto, talk: JSON.parse(data) });
      flush();
    };
    channel.onopen = flush;
    made.set(name, { rtc, channel });
    return rtc;
  }

  async function described(rtc: RTCPeerConnection): Promise<string> {
    if (rtc.iceGatheringState !== "complete") {
      await new Promise<void>((resolve) => {
        rtc.onicegatheringstatechange = () => rtc.iceGatheringState === "complete" && resolve();
      });
    }
    return rtc.localDescription?.sdp ?? "";
  }

  const tools: Impostor = {
    async offer(name, onto) {
      const rtc = await open(name, onto);
      for (const kind of ["audio", "video", "video"]) rtc.addTransceiver(kind);
      await rtc.setLocalDescription();
      return await described(rtc);
    },
    async answer(name, onto, sdp) {
      const rtc = await open(name, onto);
      await rtc.setRemoteDescription({ type: "offer", sdp });
      await rtc.setLocalDescription();
      return await described(rtc);
    },
    async accept(name, sdp) {
      await made.get(name)?.rtc.setRemoteDescription({ type: "answer", sdp });
    },
    reveal(name, secret) {
      secrets.set(name, secret);
      flush();
    },
    async report() {
      let bytes = 0;
      for (const { rtc } of made.values()) {
        (await rtc.getStats()).forEach((stat) => {
          if (stat.type === "inbound-rtp") bytes += stat.bytesReceived ?? 0;
        });
      }
      const states = [...made.values()].map(({ rtc }) => rtc.connectionState);
      return { states, bytes, heard: [...heard] };
    },
  };
  Object.defineProperty(globalThis, "__impostor", { value: tools });
}

/** Actions of the attacker's page. Names are of connections. */
export interface Impostor {
  /** An offer with all its candidates; what is heard is repeated on `onto`. */
  offer(name: string, onto: string): Promise<string>;
  answer(name: string, onto: string, sdp: string): Promise<string>;
  accept(name: string, sdp: string): Promise<void>;
  /** Secret that is told on this connection instead of the other side's. */
  reveal(name: string, secret: string): void;
  report(): Promise<Report>;
}

/** How far the attacker got. */
export interface Report {
  readonly states: readonly RTCPeerConnectionState[];
  /** Bytes of pictures and sound received. */
  readonly bytes: number;
  /** Messages of the channels. */
  readonly heard: readonly string[];
}
