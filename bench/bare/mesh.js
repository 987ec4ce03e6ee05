// The least page that holds a call of several: the floor that the fifth person's set-up is measured
// against. One connection for each pair; whoever hears a hello offers. Pictures have the size and
// rate that the call sends to four others.
const LIMITS = { lines: 270, maxFramerate: 20 };
const silent = location.hash === "#silent";
const me = crypto.randomUUID();
const socket = new WebSocket(`ws://${location.host}/ws${location.search}`);
const media = navigator.mediaDevices.getUserMedia({
  audio: !silent &&
    { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: {
    facingMode: "user",
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30 },
  },
});
const others = new Map();

function say(message) {
  socket.send(JSON.stringify({ ...message, from: me }));
}

function show(stream, muted = false) {
  const video = document.createElement("video");
  Object.assign(video, { autoplay: true, playsInline: true, muted, srcObject: stream });
  document.body.append(video);
}

function connect(to) {
  const pc = new RTCPeerConnection();
  pc.addEventListener("icecandidate", ({ candidate }) => candidate && say({ to, candidate }));
  pc.addEventListener("track", ({ track, streams }) => track.kind === "video" && show(streams[0]));
  // One message after the other, since a candidate needs its description first.
  const other = { pc, before: Promise.resolve() };
  others.set(to, other);
  return other;
}

async function attach(pc) {
  const stream = await media;
  // Those who are silent hear the others as well.
  if (silent) pc.addTransceiver("audio", { streams: [stream] });
  for (const track of stream.getTracks()) {
    const sender = pc.addTrack(track, stream);
    if (track.kind !== "video") continue;
    const parameters = sender.getParameters();
    const encoding = parameters.encodings[0];
    if (!encoding) continue;
    encoding.maxFramerate = LIMITS.maxFramerate;
    encoding.scaleResolutionDownBy = Math.max(1, track.getSettings().height / LIMITS.lines);
    void sender.setParameters(parameters);
  }
}

async function hear({ pc }, { hello, offer, answer, candidate, from: to }) {
  if (hello) {
    await attach(pc);
    await pc.setLocalDescription();
    say({ to, offer: pc.localDescription });
  } else if (offer) {
    await pc.setRemoteDescription(offer);
    await attach(pc);
    await pc.setLocalDescription();
    say({ to, answer: pc.localDescription });
  } else if (answer) {
    await pc.setRemoteDescription(answer);
  } else if (candidate) {
    await pc.addIceCandidate(candidate);
  }
}

socket.addEventListener("open", () => say({ hello: true }));
socket.addEventListener("message", ({ data }) => {
  const message = JSON.parse(data);
  if (!message.hello && message.to !== me) return;
  const other = others.get(message.from) ?? connect(message.from);
  other.before = other.before.then(() => hear(other, message)).catch(console.error);
});
media.then((stream) => show(stream, true));
