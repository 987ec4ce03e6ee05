// Connections of one page that sends its camera to several receivers, and of the page that receives
// all of them. The bench calls these functions; there is no other signaling.
const pcs = [];
const FRAMES = 24;
const DUMMY_SCALE = 16;

/** A camera with a face that moves in front of a room, and the noise of a cheap sensor. */
function paintCamera({ width, height, rate }) {
  const frames = Array.from({ length: FRAMES }, (_, at) => paintFrame(width, height, at));
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true, alpha: false });
  const stream = canvas.captureStream(0);
  const [track] = stream.getVideoTracks();
  let at = 0;
  const begun = performance.now();
  (function paint() {
    context.putImageData(frames[at % FRAMES], 0, 0);
    (track.requestFrame ? track : stream).requestFrame();
    at++;
    setTimeout(paint, Math.max(0, begun + at * 1000 / rate - performance.now()));
  })();
  return track;
}

function paintFrame(width, height, at) {
  const image = new ImageData(width, height);
  const turn = at * 2 * Math.PI / FRAMES;
  const [x0, y0] = [width * (0.5 + 0.08 * Math.sin(turn)), height * (0.5 + 0.05 * Math.cos(turn))];
  const radius = height * 0.3;
  for (let y = 0, index = 0; y < height; y++) {
    for (let x = 0; x < width; x++, index += 4) {
      const isFace = (x - x0) ** 2 + (y - y0) ** 2 * 0.6 < radius ** 2;
      const [dx, dy] = isFace ? [x - x0, y - y0] : [x, y];
      const stripes = 28 * Math.sin(dx * 40 / width) * Math.cos(dy * 25 / height);
      const noise = (Math.random() - 0.5) * 14;
      const base = (isFace ? 160 : 70 + 60 * x / width) + stripes + noise;
      image.data[index] = base;
      image.data[index + 1] = base * (isFace ? 0.8 : 1);
      image.data[index + 2] = base * (isFace ? 0.65 : 1.1);
      image.data[index + 3] = 255;
    }
  }
  return image;
}

/** Offers of as many connections as there are receivers. */
globalThis.offer = async ({ receivers, mode, bitrate, ...camera }) => {
  const track = paintCamera(camera);
  document.body.append(Object.assign(document.createElement("video"), {
    srcObject: new MediaStream([track]),
    autoplay: true,
    muted: true,
    width: 172,
  }));
  const worker = mode === "shared" ? new Worker("/worker.js") : null;
  for (let at = 0; at < receivers; at++) {
    const pc = new RTCPeerConnection();
    pcs.push(pc);
    const scale = worker && at > 0 ? DUMMY_SCALE : 1;
    const { sender } = pc.addTransceiver(track, {
      direction: "sendonly",
      sendEncodings: [{
        scaleResolutionDownBy: scale,
        maxBitrate: bitrate,
        maxFramerate: camera.rate,
      }],
    });
    // Chromium heeds it only in the task that makes the transceiver.
    if (worker) sender.transform = new RTCRtpScriptTransform(worker, { leads: at === 0 });
  }
  if (worker) worker.addEventListener("message", () => void keyFrame(pcs[0].getSenders()[0]));
  if (mode !== "own" && mode !== "shared") { for (const pc of pcs) prefer(pc, mode); }
  return await Promise.all(pcs.map(async (pc) => {
    await pc.setLocalDescription();
    return await gathered(pc);
  }));
};

/** Has a connection send this codec. */
function prefer(pc, name) {
  const { codecs } = RTCRtpSender.getCapabilities("video");
  const mine = codecs.filter(({ mimeType }) => mimeType.toLowerCase() === `video/${name}`);
  pc.getTransceivers()[0].setCodecPreferences([
    ...mine,
    ...codecs.filter((one) => !mine.includes(one)),
  ]);
}

async function keyFrame(sender) {
  const parameters = sender.getParameters();
  await sender.setParameters(parameters, { encodingOptions: [{ keyFrame: true }] }).catch(() => {});
}

globalThis.answer = (offers) =>
  Promise.all(offers.map(async (description) => {
    const pc = new RTCPeerConnection();
    pcs.push(pc);
    pc.addEventListener("track", ({ track }) => {
      document.body.append(Object.assign(document.createElement("video"), {
        srcObject: new MediaStream([track]),
        autoplay: true,
        muted: true,
        width: 160,
      }));
    });
    await pc.setRemoteDescription(description);
    await pc.setLocalDescription();
    return await gathered(pc);
  }));

globalThis.accept = (answers) =>
  Promise.all(answers.map((description, at) => pcs[at].setRemoteDescription(description)));

/** The description with all of its candidates. */
async function gathered(pc) {
  while (pc.iceGatheringState !== "complete") {
    await new Promise((resolve) => {
      pc.addEventListener("icegatheringstatechange", resolve, { once: true });
    });
  }
  return pc.localDescription.toJSON();
}

/** Sums of the counters of all pictures. */
globalThis.counters = async () => {
  const sum = { encoded: 0, encodeTime: 0, sent: 0, freezes: 0, frozen: 0 };
  const [decoded, heights] = [[], []];
  for (const pc of pcs) {
    for (const one of (await pc.getStats()).values()) {
      if (one.type === "outbound-rtp" && one.kind === "video") {
        sum.encoded += one.framesEncoded ?? 0;
        sum.encodeTime += one.totalEncodeTime ?? 0;
        sum.sent += one.bytesSent ?? 0;
      }
      if (one.type === "inbound-rtp" && one.kind === "video") {
        decoded.push(one.framesDecoded ?? 0);
        heights.push(one.frameHeight ?? 0);
        sum.freezes += one.freezeCount ?? 0;
        sum.frozen += one.totalFreezesDuration ?? 0;
      }
    }
  }
  return { ...sum, decoded, heights };
};
