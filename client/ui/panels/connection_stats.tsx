import { useEffect, useState } from "preact/hooks";
import type { Diagnostics, Measure, Stream } from "../../state/diagnostics.ts";
import { Chart } from "./chart.tsx";
import { watchFrames } from "./shown_frames.ts";
import { useDeferredWords, useSpeech } from "../i18n/language.ts";

/** Measured this often, in ms, and kept for so many times. */
const INTERVAL_MS = 1000;
const MAX_SAMPLES = 60;
const SLOTS = ["camera", "screen", "mic"] as const;

/** How the connection with one person does, now and over the last minute. */
export function ConnectionStats({ id, insight }: { id: string; insight: Diagnostics | null }) {
  const { lang } = useSpeech();
  const more = useDeferredWords();
  const past = useMeasures(id, insight);
  const now = past.at(-1);
  if (!now?.path) return <p class="hint">{more.measuring}</p>;
  const number = (value: number, digits = 0) =>
    value.toLocaleString(lang, { maximumFractionDigits: digits });
  const rate = (bits: number) =>
    bits < 1e6 ? `${number(bits / 1000)} kbit/s` : `${number(bits / 1e6, 1)} Mbit/s`;
  const ms = (value: number) => `${number(value)} ms`;
  const percent = (share: number) => `${number(share * 100, 1)} %`;
  const chart = { past };
  return (
    <div class="statistics" data-delay={now.delay?.source}>
      <p data-path={now.path} data-protocol={now.protocol}>
        {more.path[now.path]}
        {now.protocol && ` · ${now.protocol.toUpperCase()}`}
      </p>
      <Chart
        name="in"
        label={more.receives}
        of={(one) => total(one.received)}
        say={rate}
        {...chart}
      />
      <Chart name="out" label={more.sends} of={(one) => total(one.sent)} say={rate} {...chart} />
      <Chart name="rtt" label={more.roundTrip} of={(one) => one.roundTrip} say={ms} {...chart} />
      <Chart
        name="delay"
        label={more.delay}
        of={(one) => one.delay?.ms ?? null}
        say={(value) => now.delay?.source === "parts" ? more.about(ms(value)) : ms(value)}
        {...chart}
      />
      <Chart
        name="loss"
        label={more.loss}
        of={(one) => worst(one.received)}
        say={percent}
        {...chart}
      />
      {(["received", "sent"] as const).map((way) => (
        <section key={way}>
          <h3>{way === "sent" ? more.sends : more.receives}</h3>
          <dl>
            {SLOTS.map((slot) => {
              const stream = now[way][slot];
              return stream && (
                <div key={slot} data-stream={`${way}-${slot}`}>
                  <dt>{more.slot[slot]}</dt>
                  <dd>{details(stream).join(" · ")}</dd>
                </div>
              );
            })}
          </dl>
        </section>
      ))}
    </div>
  );

  function details(
    { codec, width, height, rate: frames, bitrate, loss, jitter }: Stream,
  ): string[] {
    return [
      codec,
      width && height ? `${width} × ${height}` : "",
      frames === null ? "" : more.frames(number(frames)),
      rate(bitrate),
      loss === null ? "" : `${more.loss} ${percent(loss)}`,
      jitter === null ? "" : `${more.jitter} ${ms(jitter)}`,
    ].filter(Boolean);
  }
}

/** Measures of this person, the newest last. */
function useMeasures(id: string, insight: Diagnostics | null): readonly Measure[] {
  const [past, setPast] = useState<readonly Measure[]>([]);
  useEffect(() => {
    let over = false;
    const frames = watchFrames(() => cameraOf(id));
    const measure = () =>
      insight?.measure(id, frames.take()).then((now) => {
        if (!over && now) setPast((before) => [...before, now].slice(-MAX_SAMPLES));
      });
    setPast([]);
    void measure();
    const timer = setInterval(measure, INTERVAL_MS);
    return () => {
      over = true;
      frames.stop();
      clearInterval(timer);
    };
  }, [id, insight]);
  return past;
}

/** Element that shows the camera of this person in the call; null when there is none. */
function cameraOf(id: string): HTMLVideoElement | null {
  return document.querySelector(`[data-tile="${CSS.escape(id)}"]:not([data-shared]) video`);
}

/** All bits a second of one direction. */
function total(streams: Measure["received"]): number {
  return SLOTS.reduce((sum, slot) => sum + (streams[slot]?.bitrate ?? 0), 0);
}

/** The share of packets that is lost of the worst stream; null when nothing is known. */
function worst(streams: Measure["received"]): number | null {
  const known = SLOTS.flatMap((slot) => streams[slot]?.loss ?? []);
  return known.length > 0 ? Math.max(...known) : null;
}
