import { openBus, type Way } from "../fakes/bus.ts";

/** Orders of a test to an isolate, and the isolate's answers. */
export type Order =
  | {
    readonly do: "open";
    readonly way: Way;
    readonly key: string;
    readonly node: string;
    readonly port?: MessagePort;
  }
  | { readonly do: "announce"; readonly topic: string; readonly text: string }
  | { readonly do: "follow"; readonly topic: string }
  | { readonly do: "send"; readonly to: string; readonly count: number; readonly size: number }
  /** Hears nothing for so long, and then everything at once. */
  | { readonly do: "block"; readonly ms: number }
  | { readonly do: "tell" };

export interface Told {
  /** Senders of a hello. */
  readonly greeted: readonly string[];
  /** Lines heard, by sender. */
  readonly heard: Readonly<Record<string, number>>;
  /** Lines that were not the next of their sender. */
  readonly astray: number;
  readonly counts: Readonly<Record<string, number>>;
}

if ("WorkerGlobalScope" in globalThis) {
  const scope = globalThis as unknown as Pick<Worker, "addEventListener" | "postMessage">;
  let bus: ReturnType<typeof openBus> | null = null;
  scope.addEventListener("message", (event) => {
    const data: Order = event.data;
    switch (data.do) {
      case "open":
        bus = openBus(data.way, data.key, data.node, data.port);
        break;
      case "announce":
        bus?.announce(data.topic, data.text);
        break;
      case "follow":
        bus?.follow(data.topic);
        break;
      case "send":
        for (let n = 1; n <= data.count; n++) {
          bus?.mail(data.to, `${n} ${"x".repeat(data.size)}`);
        }
        break;
      case "block": {
        const end = performance.now() + data.ms;
        while (performance.now() < end);
        break;
      }
      case "tell":
        scope.postMessage(bus?.told());
    }
  });
  scope.postMessage("ready");
}
