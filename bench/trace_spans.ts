/** Something that took time, or happened at a moment; `busy`: on the main thread. */
export interface Span {
  readonly name: string;
  /** Milliseconds from the newcomer's navigation. */
  readonly at: number;
  readonly ms: number;
  readonly busy: boolean;
}

/** One event of Chromium's tracing. */
interface TraceEvent {
  readonly name: string;
  readonly cat: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly id2?: { readonly local?: string };
  readonly args?: { readonly data?: Record<string, unknown>; readonly name?: string };
}

/**
 * Runs before any page's own script: measures what a page asks of the browser, from the call to
 * the answer. Sent as text, so it refers to nothing outside of itself.
 */
export function measureCalls(): void {
  const wrap = (owner: object, name: string) => {
    const target = owner as Record<string, unknown>;
    const native = target[name];
    if (typeof native !== "function") return;
    target[name] = function (this: unknown, ...given: unknown[]) {
      const start = performance.now();
      const answer: unknown = native.apply(this, given);
      if (answer instanceof Promise) {
        const done = () => void performance.measure(`${name}`, { start, end: performance.now() });
        answer.then(done, done);
      } else performance.mark(name);
      return answer;
    };
  };
  const crypto = ["importKey", "deriveBits", "deriveKey", "digest", "generateKey", "exportKey"];
  for (const name of [...crypto, "sign", "verify", "encrypt", "decrypt"]) {
    wrap(SubtleCrypto.prototype, name);
  }
  const rtc = ["createOffer", "createAnswer", "setLocalDescription", "setRemoteDescription"];
  for (const name of [...rtc, "addIceCandidate"]) wrap(RTCPeerConnection.prototype, name);
  wrap(RTCRtpSender.prototype, "replaceTrack");
  wrap(RTCRtpSender.prototype, "setParameters");
  wrap(RTCPeerConnection, "generateCertificate");
  wrap(MediaDevices.prototype, "getUserMedia");
  wrap(WebSocket.prototype, "send");
  wrap(LockManager.prototype, "request");
  const Native = RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Native {
    constructor(config?: RTCConfiguration) {
      super(config);
      performance.mark("new RTCPeerConnection");
      for (const kind of ["ice", "connection", "signaling"] as const) {
        this.addEventListener(`${kind === "ice" ? "iceconnection" : kind}statechange`, () => {
          const state = kind === "ice"
            ? this.iceConnectionState
            : kind === "connection"
            ? this.connectionState
            : this.signalingState;
          performance.mark(`${kind}: ${state}`);
        });
      }
      this.addEventListener("icecandidate", ({ candidate }) => {
        performance.mark(`candidate ${candidate?.type ?? "end"}`);
      });
    }
  };
  const Socket = WebSocket;
  globalThis.WebSocket = class extends Socket {
    constructor(...given: ConstructorParameters<typeof WebSocket>) {
      super(...given);
      performance.mark("new WebSocket");
      this.addEventListener("open", () => void performance.mark("socket open"));
      this.addEventListener("message", ({ data }) => {
        const type = /"(?:type":")?(\w+(?:-\w+)?)"/.exec(`${data}`)?.[1];
        performance.mark(`heard ${type}`);
      });
    }
  };
}

/**
 * Runs before any page's own script: notes when its main thread was busy for longer than a timer
 * may be late, and when it drew. For browsers without Chromium's tracing.
 */
export function watchThread(): void {
  const LATE_MS = 8;
  let before = performance.now();
  const channel = new MessageChannel();
  const next = () => setTimeout(() => channel.port2.postMessage(null), 2);
  channel.port1.onmessage = () => {
    const now = performance.now();
    if (now - before > LATE_MS) performance.measure("busy", { start: before, end: now });
    before = now;
    next();
  };
  next();
  new MutationObserver((changes) => {
    const drawn = changes.some(({ target }) => {
      return target instanceof Element && target.closest("#app") !== null;
    });
    if (drawn) performance.mark("drawn");
  }).observe(document, { childList: true, subtree: true });
}

/** Marks and measures of a page, on the clock of the page that began at `origin`. */
export function spansOfEntries(
  { timeOrigin, entries }: Awaited<ReturnType<typeof readEntries>>,
  origin: number,
): Span[] {
  return entries.map(({ name, at, ms }) => ({
    name,
    at: at + timeOrigin - origin,
    ms,
    busy: false,
  }))
    .toSorted((a, b) => a.at - b.at);
}

/** Reads what the page has marked and measured, and its requests; runs in the page. */
export function readEntries() {
  const entries = ["mark", "measure", "paint", "resource"].flatMap((kind) =>
    performance.getEntriesByType(kind)
  ).map(({ name, startTime, duration }) => {
    const [file] = name.split("/").slice(-1);
    return { name: file || name, at: startTime, ms: duration };
  });
  const page = performance.getEntriesByType("navigation")[0]?.toJSON() ?? {};
  for (const name of ["responseStart", "responseEnd", "domInteractive", "domComplete"]) {
    if (page[name] > 0) entries.push({ name, at: page[name], ms: 0 });
  }
  return { timeOrigin: performance.timeOrigin, entries };
}

/** Names that say more than Chromium's own. */
const NAMES: Readonly<Record<string, string>> = {
  UpdateLayoutTree: "style",
  Layout: "layout",
  PrePaint: "paint",
  Paint: "paint",
  Layerize: "paint",
  Commit: "paint",
  ParseHTML: "parse HTML",
  "v8.compile": "compile",
  "v8.compileModule": "compile",
  "V8.CompileIgnition": "compile",
  EvaluateScript: "evaluate",
  "v8.evaluateModule": "evaluate",
  RunMicrotasks: "microtasks",
  MajorGC: "collect garbage",
  MinorGC: "collect garbage",
};

/** Spans of the main threads of both sides, and of their requests to the browser. */
export function spansOf(
  events: readonly TraceEvent[],
  newcomer: string,
): Record<"newcomer" | "host", Span[]> {
  const main = events.filter(({ ph, name, args }) => {
    return ph === "M" && name === "thread_name" && args?.name === "CrRendererMain";
  });
  const start = events.filter(({ name, args }) => {
    return name === "navigationStart" && `${args?.data?.documentLoaderURL}` === newcomer;
  }).at(-1);
  const began = start?.ts ?? NaN;
  const busyIn = (pid: number) =>
    events.some((one) => one.pid === pid && one.ph === "X" && one.ts > began);
  const host = main.find(({ pid }) => {
    return pid !== start?.pid && busyIn(pid) &&
      events.some((one) => one.pid === pid && one.cat.includes("user_timing"));
  });
  const side = (thread: Pick<TraceEvent, "pid" | "tid"> | undefined) => {
    const own = events.filter(({ pid, tid }) => pid === thread?.pid && tid === thread.tid);
    return [
      ...selfTimes(own, began),
      ...measures(events.filter(({ pid }) => pid === thread?.pid), began),
    ];
  };
  return {
    newcomer: side(main.find(({ pid }) => pid === start?.pid)),
    host: side(host),
  };
}

/** Time of each event without that of the events within it. */
function selfTimes(events: readonly TraceEvent[], began: number): Span[] {
  const whole = events.filter(({ ph, dur }) => ph === "X" && dur !== undefined && dur > 0)
    .toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const spans: Span[] = [];
  const stack: { event: TraceEvent; from: number }[] = [];
  const add = ({ event, from }: { event: TraceEvent; from: number }, to: number) => {
    if (to <= from) return;
    const name = nameOf(event);
    spans.push({ name, at: (from - began) / 1000, ms: (to - from) / 1000, busy: true });
  };
  const leave = (until: number) => {
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const end = top.event.ts + (top.event.dur ?? 0);
      if (end > until) return;
      add(top, end);
      stack.pop();
      const below = stack.at(-1);
      if (below) below.from = end;
    }
  };
  for (const event of whole) {
    leave(event.ts);
    const top = stack.at(-1);
    if (top) add(top, event.ts);
    stack.push({ event, from: event.ts });
  }
  leave(Infinity);
  return spans;
}

function nameOf({ name, args }: TraceEvent): string {
  if (name === "FunctionCall") {
    const { functionName, lineNumber } = args?.data ?? {};
    return `call ${functionName || `:${lineNumber}`}`;
  }
  if (name === "EventDispatch") return `event ${args?.data?.type}`;
  return NAMES[name] ?? name;
}

/** Marks and measures of the page. */
function measures(events: readonly TraceEvent[], began: number): Span[] {
  const own = events.filter(({ cat }) => cat.includes("blink.user_timing"));
  return own.flatMap(({ name, ph, ts, id2 }): Span[] => {
    const at = (ts - began) / 1000;
    if (ph === "b") {
      const end = own.find((one) => {
        return one.ph === "e" && one.name === name && one.id2?.local === id2?.local && one.ts >= ts;
      });
      return [{ name, at, ms: ((end?.ts ?? ts) - ts) / 1000, busy: false }];
    }
    return ph === "R" || ph === "I" ? [{ name, at, ms: 0, busy: false }] : [];
  }).toSorted((a, b) => a.at - b.at);
}
