// Sends the frames of the first sender by all others, one for one: each of them encodes a tiny
// picture, whose data is replaced. Nothing else is done, so that it costs no more than it must.
const MOST = 4;
const followers = new Set();
let leader = null;
let askedAt = 0;

addEventListener("rtctransform", ({ transformer }) => {
  const writer = transformer.writable.getWriter();
  const send = (frame) => writer.write(frame).catch(() => {});
  if (transformer.options.leads) leader = transformer;
  const follower = { queue: [], places: [], waitsForKey: true, send };
  if (!transformer.options.leads) followers.add(follower);
  const write = transformer.options.leads ? (frame) => lead(frame, send) : (frame) => {
    follower.places.push(frame);
    if (follower.places.length > MOST) follower.places.shift();
    match(follower);
  };
  transformer.readable.pipeTo(new WritableStream({ write })).catch(() => {});
});

function lead(frame, send) {
  for (const one of followers) {
    if (one.queue.length >= MOST) one.waitsForKey = true;
    if (one.waitsForKey) one.queue = [];
    if (one.waitsForKey && frame.type !== "key") {
      ask();
      continue;
    }
    one.waitsForKey = false;
    one.queue.push(frame.data.slice(0));
    match(one);
  }
  send(frame);
}

function match({ queue, places, send }) {
  while (queue.length > 0 && places.length > 0) {
    const frame = places.shift();
    frame.data = queue.shift();
    send(frame);
  }
}

/** Has the leader make a key frame, once a second at most; in Chromium the page asks for it. */
function ask() {
  if (performance.now() - askedAt < 1000) return;
  askedAt = performance.now();
  if (leader.generateKeyFrame) leader.generateKeyFrame().catch(() => {});
  else postMessage("key");
}
