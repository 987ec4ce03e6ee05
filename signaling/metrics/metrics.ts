import { FAMILIES, type Family } from "./families.ts";

/** The families, and for each what its label may be. */
export type Families = typeof FAMILIES;
type Value<F extends keyof Families> = Families[F]["values"][number];

/** Upper bounds in seconds of the latency of forwarding, from a frame's arrival to its hand-over. */
const BOUNDS = [0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.005, 0.02, 0.1, 1] as const;
const FORWARD = "visavis_forward_duration_seconds";

/** Counts for one isolate; reading sees all of them. */
export interface Meter {
  add<F extends keyof Families>(family: F, value: Value<F>, count?: number): void;
  set<F extends keyof Families>(family: F, value: Value<F>, now: number): void;
  /** One forwarded frame took so many seconds. */
  forwarded(seconds: number): void;
  /** The sum over all isolates. */
  read<F extends keyof Families>(family: F, value: Value<F>): number;
  /** Everything, in the text exposition format 0.0.4 of Prometheus. */
  render(): string;
}

const places = new Map<string, number>();
for (const { name, values } of Object.values<Family>(FAMILIES)) {
  for (const value of values) places.set(`${name} ${value}`, places.size);
}
const FIRST_BUCKET = places.size;
const SUM = FIRST_BUCKET + BOUNDS.length + 1;
const WIDTH = SUM + 1;

/** Memory for the counts of so many isolates, each of which writes into its own part. */
export function metricsMemory(isolates: number): SharedArrayBuffer {
  return new SharedArrayBuffer(isolates * WIDTH * Float64Array.BYTES_PER_ELEMENT);
}

/** The meter of isolate `index`. */
export function openMeter(memory: SharedArrayBuffer, index: number): Meter {
  const all = new Float64Array(memory);
  const base = index * WIDTH;
  const place = (family: keyof Families, value: string) =>
    places.get(`${FAMILIES[family].name} ${value}`) ?? NaN;
  const bump = (at: number, by: number) => {
    const now = all[base + at];
    if (now !== undefined) all[base + at] = now + by;
  };
  const sum = (at: number) => {
    let total = 0;
    for (let from = at; from < all.length; from += WIDTH) total += all[from] ?? 0;
    return total;
  };

  function histogram(): string[] {
    let count = 0;
    const lines = [...BOUNDS, "+Inf"].map((bound, at) => {
      count += sum(FIRST_BUCKET + at);
      return `${FORWARD}_bucket{le="${bound}"} ${count}`;
    });
    return [
      `# HELP ${FORWARD} Seconds from a frame's arrival to its hand-over, of every sixteenth.`,
      `# TYPE ${FORWARD} histogram`,
      ...lines,
      `${FORWARD}_sum ${sum(SUM)}`,
      `${FORWARD}_count ${count}`,
    ];
  }

  return {
    add: (family, value, count = 1) => bump(place(family, value), count),
    set(family, value, now) {
      all[base + place(family, value)] = now;
    },
    forwarded(seconds) {
      const bucket = BOUNDS.findIndex((bound) => seconds <= bound);
      bump(FIRST_BUCKET + (bucket < 0 ? BOUNDS.length : bucket), 1);
      bump(SUM, seconds);
    },
    read: (family, value) => sum(place(family, value)),
    render() {
      const all = Object.values<Family>(FAMILIES).flatMap((family) => [
        `# HELP ${family.name} ${family.help}`,
        `# TYPE ${family.name} ${family.type}`,
        ...lines(family, (value) => sum(places.get(`${family.name} ${value}`) ?? NaN)),
      ]);
      return [...all, ...histogram(), ""].join("\n");
    },
  };
}

/** A family without its head. What pages round has buckets and a count, but no sum. */
function lines({ name, type, label, values }: Family, read: (value: string) => number): string[] {
  if (type !== "histogram") {
    return values.map((value) => `${name}${label ? `{${label}="${value}"}` : ""} ${read(value)}`);
  }
  let count = 0;
  const buckets = values.map((value, at) => {
    count += read(value);
    return `${name}_bucket{le="${at === values.length - 1 ? "+Inf" : value}"} ${count}`;
  });
  return [...buckets, `${name}_count ${count}`];
}
