/** Drawings that only the deferred parts show, on a grid of 24. */
const DRAWINGS = {
  close: "M6 6l12 12M18 6 6 18",
  copy:
    "M11.500 8.500h6a3 3 0 0 1 3 3v6a3 3 0 0 1-3 3h-6a3 3 0 0 1-3-3v-6a3 3 0 0 1 3-3zM5.500 15.500a2 2 0 0 1-2-2v-7a3 3 0 0 1 3-3h7a2 2 0 0 1 2 2",
  share:
    "M12 15V3.500M8 7l4-3.700L16 7M7.500 10.500h-1a2 2 0 0 0-2 2v6a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2v-6a2 2 0 0 0-2-2h-1",
  qr:
    "M5 3.500h4A1.500 1.500 0 0 1 10.500 5v4A1.500 1.500 0 0 1 9 10.500H5A1.500 1.500 0 0 1 3.500 9V5A1.500 1.500 0 0 1 5 3.500zM15 3.500h4A1.500 1.500 0 0 1 20.500 5v4a1.500 1.500 0 0 1-1.500 1.500h-4A1.500 1.500 0 0 1 13.500 9V5A1.500 1.500 0 0 1 15 3.500zM5 13.500h4a1.500 1.500 0 0 1 1.500 1.500v4A1.500 1.500 0 0 1 9 20.500H5A1.500 1.500 0 0 1 3.500 19v-4A1.500 1.500 0 0 1 5 13.500zM13.500 13.500h3v3M20.500 13.500v.01M20.500 17v3.500H17M13.500 20.500v.01",
  remove:
    "M5.500 8a3.500 3.500 0 1 0 7 0a3.500 3.500 0 1 0-7 0M2.500 20c.3-3.600 2.900-5.800 6.500-5.800s6.200 2.200 6.500 5.800M16 10h5.500",
  send: "M12 20V4.500M5.500 11 12 4.500l6.500 6.500",
} as const;

const SVG = "http://www.w3.org/2000/svg";

/** Adds them to the page, beside the sprite of the first load (static/index.html). */
export function adoptDrawings(): void {
  const sprite = document.createElementNS(SVG, "svg");
  sprite.setAttribute("class", "sprite");
  // A drawing without a size has the size of a picture, and the page a scrollbar.
  sprite.setAttribute("width", "0");
  sprite.setAttribute("height", "0");
  sprite.setAttribute("aria-hidden", "true");
  for (const [name, drawing] of Object.entries(DRAWINGS)) {
    const symbol = document.createElementNS(SVG, "symbol");
    symbol.id = `i-${name}`;
    symbol.setAttribute("viewBox", "0 0 24 24");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", drawing);
    symbol.append(path);
    sprite.append(symbol);
  }
  // The script may run before there is a body.
  document.documentElement.append(sprite);
}
