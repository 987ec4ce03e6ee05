const kept = new Map<string, MediaStream>();

/** A person before a wall, as a camera of this size would show them. */
export function picture(who: string, width: number, height: number): MediaStream {
  return stream(`${who} ${width}x${height}`, width, height, (pen) => {
    const tone = [...who].reduce((sum, char) => (sum * 31 + char.charCodeAt(0) * 97) % 360, 3);
    const wall = pen.createLinearGradient(0, 0, width, height);
    wall.addColorStop(0, `hsl(${tone} 28% 62%)`);
    wall.addColorStop(1, `hsl(${tone + 30} 30% 30%)`);
    pen.fillStyle = wall;
    pen.fillRect(0, 0, width, height);
    pen.fillStyle = `hsl(${tone + 50} 25% 72% / .5)`;
    pen.fillRect(width * 0.06, height * 0.1, width * 0.2, height * 0.4);
    const unit = Math.min(width, height);
    const [x, y] = [width / 2, height * 0.46];
    pen.fillStyle = `hsl(${tone + 180} 35% 34%)`;
    pen.beginPath();
    pen.ellipse(x, y + unit * 0.62, unit * 0.4, unit * 0.38, 0, 0, 7);
    pen.fill();
    pen.fillStyle = `hsl(${20 + tone % 20} 45% ${45 + tone % 30}%)`;
    pen.fillRect(x - unit * 0.07, y + unit * 0.1, unit * 0.14, unit * 0.2);
    pen.beginPath();
    pen.ellipse(x, y, unit * 0.17, unit * 0.22, 0, 0, 7);
    pen.fill();
    pen.fillStyle = `hsl(${tone} 30% 14%)`;
    pen.beginPath();
    pen.ellipse(x, y - unit * 0.13, unit * 0.18, unit * 0.12, 0, 3.1, 6.4);
    pen.fill();
    for (const side of [-1, 1]) {
      pen.beginPath();
      pen.ellipse(x + side * unit * 0.07, y - unit * 0.01, unit * 0.017, unit * 0.02, 0, 0, 7);
      pen.fill();
    }
    pen.lineWidth = unit * 0.012;
    pen.beginPath();
    pen.arc(x, y + unit * 0.05, unit * 0.06, 0.4, 2.7);
    pen.stroke();
  });
}

/** A shared screen with text on it. */
export function slides(): MediaStream {
  return stream("slides", 1600, 900, (pen) => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, 1600, 900);
    pen.fillStyle = "#123";
    pen.font = "600 72px sans-serif";
    pen.fillText("Quarterly review", 120, 180);
    pen.font = "36px sans-serif";
    for (let at = 0; at < 6; at++) {
      pen.fillText(`${at + 1}. A line of a shared document`, 120, 300 + at * 80);
    }
    pen.strokeStyle = "#c33";
    pen.lineWidth = 8;
    pen.strokeRect(4, 4, 1592, 892);
  });
}

function stream(
  key: string,
  width: number,
  height: number,
  draw: (pen: CanvasRenderingContext2D) => void,
): MediaStream {
  const found = kept.get(key);
  if (found) return found;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const pen = canvas.getContext("2d");
  if (pen) {
    draw(pen);
    setInterval(() => draw(pen), 250);
  }
  const made = canvas.captureStream(4);
  kept.set(key, made);
  return made;
}
