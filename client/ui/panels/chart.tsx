import type { Measure } from "../../state/diagnostics.ts";

/** Seconds that a chart shows. */
const SAMPLES = 60;
const HEIGHT_PX = 32;

/** One value over the last minute: its name, how it stands now, and a line. */
export function Chart(props: {
  name: string;
  label: string;
  past: readonly Measure[];
  of: (measure: Measure) => number | null;
  say: (value: number) => string;
}) {
  const { name, label, past, of, say } = props;
  // The first one has nothing to compare with.
  const values = past.slice(1).map(of);
  const now = values.at(-1) ?? null;
  return (
    <figure class="chart" data-chart={name} data-now={now}>
      <figcaption>
        {label}
        <output>{now === null ? "–" : say(now)}</output>
      </figcaption>
      <svg viewBox={`0 0 ${SAMPLES} ${HEIGHT_PX}`} preserveAspectRatio="none" aria-hidden="true">
        <polyline points={line(values)} />
      </svg>
    </figure>
  );
}

/** The newest at the right, the greatest at the top; what is not known is left out. */
export function line(values: readonly (number | null)[]): string {
  const highest = Math.max(...values.map((value) => value ?? 0)) || 1;
  return values.flatMap((value, at) => {
    const y = HEIGHT_PX - 2 - (value ?? 0) / highest * (HEIGHT_PX - 4);
    return value === null ? [] : [`${SAMPLES - values.length + at},${y.toFixed(1)}`];
  }).join(" ");
}
