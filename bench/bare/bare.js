// The least page that holds a call of two: the floor that set-up time is measured against. Socket
// and camera start together; candidates trickle. As "large" it captures and shows as the call does,
// and whoever hears a hello offers; as "small" the newcomer offers at once, and pictures are small.
const small = document.documentElement.dataset.kind === "small";
const CAMERAS = {
  // The same camera as the call asks for: a smaller picture would be an unfair floor.
  large: {
    facingMode: "user",
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30 },
  },
  small: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 20 } },
};
const socket = new WebSocket(`ws://${location.host}/ws${location.search}`);
const media = navigator.mediaDevices.getUserMedia({
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: small ? CAMERAS.small : CAMERAS.large,
});
const pc = new RTCPeerConnection();

function say(message) {
  socket.send(JSON.stringify(message));
}

async function attach() {
  const stream = await media;
  for (const track of stream.getTracks()) pc.addTrack(track, stream);
}

async function offer() {
  await attach();
  await pc.setLocalDescription();
  say({ offer: pc.localDescription });
}

pc.addEventListener("icecandidate", ({ candidate }) => candidate && say({ candidate }));
pc.addEventListener("track", ({ streams }) => {
  document.querySelector("#theirs").srcObject = streams[0];
  document.querySelector("#mine").classList.add("beside");
});
socket.addEventListener("open", () => {
  if (!small) say({ hello: true });
  else if (location.hash === "#newcomer") void offer();
});

// One message after the other, since a candidate needs its description first.
let before = Promise.resolve();
socket.addEventListener("message", ({ data }) => {
  before = before.then(() => hear(JSON.parse(data)));
});

async function hear({ hello, offer: offered, answer, candidate }) {
  if (hello) {
    await offer();
  } else if (offered) {
    await pc.setRemoteDescription(offered);
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
