/** True in `deno task test long`: every time and every number of runs as the rows ask for it. */
export const LONG = Deno.env.get("VISAVIS_LONG") === "1";

/** How often, or how long: here, and in the long run. */
export function length(short: number, long: number): number {
  return LONG ? long : short;
}

/** The seeds of a test: those of `VISAVIS_SEEDS` (`7` or `100-120`), or `count` from 1 on. */
export function seeds(count: number): number[] {
  const [first = 1, last = first] = (Deno.env.get("VISAVIS_SEEDS") ?? `1-${count}`).split("-")
    .map(Number);
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
