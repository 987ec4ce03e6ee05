import { useEffect, useState } from "preact/hooks";
import { chunk } from "../../platform/chunks.ts";
import { useDeferredWords } from "../i18n/language.ts";

const load = chunk("qr", () => import("./qr_encode.ts"));

/** A QR code, drawn as one path; its encoder is loaded when the first one is shown. */
export function Qr({ text }: { text: string }) {
  const more = useDeferredWords();
  const [cells, setCells] = useState<readonly (readonly boolean[])[]>([]);
  useEffect(() => {
    let here = true;
    void load().then(({ encode }) => {
      if (here) setCells(encode(text, { border: 3 }).data);
    });
    return () => {
      here = false;
    };
  }, [text]);
  return (
    <figure class="qr">
      <svg
        viewBox={`0 0 ${cells.length || 1} ${cells.length || 1}`}
        role="img"
        aria-label={more.qr}
      >
        <path d={outline(cells)} />
      </svg>
      <figcaption>{more.qrHint}</figcaption>
    </figure>
  );
}

/** Runs of dark cells, row by row, as one SVG path. */
export function outline(cells: readonly (readonly boolean[])[]): string {
  let path = "";
  cells.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      let end = x;
      while (row[end]) end++;
      path += `M${x} ${y}h${end - x}v1h-${end - x}z`;
      x = end;
    }
  });
  return path;
}
