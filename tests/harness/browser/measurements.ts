/** Measurements of one row, by pair of browsers. */
export interface Measurements {
  /** One run took so many ms. */
  add(pair: string, ms: number): void;
  /** Prints `row pair median worst runs`, in seconds, and what the row allows. */
  print(): void;
}

/** No measurements yet of a row that allows so many ms. */
export function measurements(row: string, limit: number): Measurements {
  const found = new Map<string, number[]>();
  return {
    add(pair, ms) {
      found.set(pair, [...found.get(pair) ?? [], ms]);
    },
    print() {
      for (const [pair, times] of found) {
        const sorted = times.toSorted((a, b) => a - b);
        const [median = NaN, worst = NaN] = [sorted[times.length >> 1], sorted.at(-1)];
        const met = worst <= limit ? "met" : "NOT MET";
        const said = [seconds(median), seconds(worst), times.length];
        console.log(`${row} ${pair} ${said.join(" ")} (at most ${seconds(limit)}: ${met})`);
      }
    },
  };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}
