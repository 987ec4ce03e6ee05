// The least page that holds a call of two: the floor that set-up time is measured against.
// Socket and camera start together; whoever hears a hello offers; candidates trickle.
const socket = new WebSocket(`ws://${location.host}/ws${location.search}`);
// The same camera and microphone as the call asks for: a smaller picture would be an unfair floor.
const media = navigator.mediaDevices.getUserMedia({
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: {
    facingMode: "user",
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30 },
  },
});
const pc = new RTCPeerConnection();

function say(message) {
  socket.send(JSON.stringify(message));
}

async function attach() {
  const stream = await media;
  for (const track of stream.getTracks()) pc.addTrack(track, stream);
}

pc.addEventListener("icecandidate", ({ candidate }) => candidate && say({ candidate }));
pc.addEventListener("track", ({ streams }) => {
  document.querySelector("#theirs").srcObject = streams[0];
  document.querySelector("#mine").className = "small";
});
socket.addEventListener("open", () => say({ hello: true }));

// One message after the other, since a candidate needs its description first.
let before = Promise.resolve();
socket.addEventListener("message", ({ data }) => {
  before = before.then(() => hear(JSON.parse(data)));
});

async function hear({ hello, offer, answer, candidate }) {
  if (hello) {
    await attach();
    await pc.setLocalDescription();
    say({ offer: pc.localDescription });
  } else if (offer) {
    await pc.setRemoteDescription(offer);
    await attach();
    await pc.setLocalDescription();
    say({ answer: pc.localDescription });
  } else if (answer) {
    await pc.setRemoteDescription(answer);
  } else if (candidate) {
    await pc.addIceCandidate(candidate);
  }
}

media.then((stream) => {
  document.querySelector("#mine").srcObject = stream;
  document.body.dataset.ready = "yes";
});
