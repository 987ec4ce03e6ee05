/**
 * Milliseconds from the beginning of the navigation to each step of the way into a call; `origin`
 * is that beginning in milliseconds since 1970, `stands` when a page has left its first offer for
 * those who come later.
 */
export type Marks = Readonly<Partial<Record<Mark, number>>>;

/**
 * The steps, in the order in which a bare page takes them; “drawn” is when what the call's page brings
 * with it gives way to its first drawing, which a bare page has not.
 */
export const steps = [
  "script",
  "open",
  "media",
  "heard",
  "offered",
  "answered",
  "connected",
  "frame",
  "drawn",
] as const;

export type Step = (typeof steps)[number];
type Mark = Step | "origin" | "stands";

/** The steps of each connection by itself. */
export const linkSteps = ["offered", "answered", "connected", "frame"] as const;

/** When one connection has taken each of its steps. */
export type Link = Readonly<Partial<Record<(typeof linkSteps)[number], number>>>;

/**
 * Runs before any page's own script, the same for every page that is measured. It wraps what the
 * page must use anyway, and ends with the first remote frame of each connection. Sent as text, so it
 * refers to nothing outside of itself.
 */
export function stopwatch(): void {
  const marks: Partial<Record<Mark, number>> = { origin: performance.timeOrigin };
  const links: Partial<Record<Step, number>>[] = [];
  Object.defineProperty(globalThis, "__marks", { value: marks });
  Object.defineProperty(globalThis, "__links", { value: links });
  const mark = (step: Mark, link: Partial<Record<Mark, number>> = {}) => {
    const now = performance.now();
    marks[step] ??= now;
    link[step] ??= now;
  };

  addEventListener("drawn", () => mark("drawn"));

  const devices = navigator.mediaDevices;
  const getUserMedia = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (wanted) => {
    mark("script");
    const stream = await getUserMedia(wanted);
    if (stream.getVideoTracks().length > 0) mark("media");
    return stream;
  };

  const NativeSocket = WebSocket;
  globalThis.WebSocket = class extends NativeSocket {
    constructor(...given: ConstructorParameters<typeof WebSocket>) {
      super(...given);
      mark("script");
      this.addEventListener("open", () => mark("open"));
      this.addEventListener("message", () => mark("heard"));
    }

    override send(data: Parameters<WebSocket["send"]>[0]): void {
      if (String(data).startsWith('{"type":"client-standing-offer","sealed"')) mark("stands");
      super.send(data);
    }
  };

  const Native = RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Native {
    constructor(config?: RTCConfiguration) {
      super(config);
      const link = {};
      links.push(link);
      this.addEventListener("connectionstatechange", () => {
        if (this.connectionState !== "connected") return;
        mark("connected", link);
        watch(this, link);
      });
      this.addEventListener("signalingstatechange", () => {
        if (this.signalingState.endsWith("-offer")) mark("offered", link);
        else if (this.signalingState === "stable") mark("answered", link);
      });
    }
  };

  async function watch(pc: RTCPeerConnection, link: Partial<Record<Step, number>>) {
    for (let decoded = false; !decoded && pc.connectionState === "connected";) {
      (await pc.getStats()).forEach((stat) => {
        decoded ||= stat.type === "inbound-rtp" && stat.framesDecoded > 0;
      });
      if (!decoded) await new Promise((resolve) => setTimeout(resolve, 2));
    }
    mark("frame", link);
  }
}

/** Forgets all steps so far: those that follow are of another's coming. Runs in the page. */
export function forgetMarks(): void {
  const { __marks: marks } = globalThis as unknown as { __marks: Record<string, number> };
  for (const step of Object.keys(marks)) if (step !== "origin") delete marks[step];
}

/** Reads the steps of each connection that was made; runs in the page. */
export function readLinks(): readonly Link[] {
  return (globalThis as unknown as { __links: Link[] }).__links;
}

/** Reads the marks; runs in the page. */
export function readMarks(): Marks {
  return (globalThis as unknown as { __marks: Marks }).__marks;
}
