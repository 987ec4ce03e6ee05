/**
 * Makes the browser's own fake camera a modest one, 320 by 240 at 15 Hz, for calls of many on one
 * machine. Firefox 153 paints its fake camera on the page's main thread in the size that is asked
 * for: 720p takes 40 % of a core for each page, which no real camera does.
 */
export function modestCamera(): void {
  // Absent where a browser begins, on an insecure blank page.
  const mediaDevices: MediaDevices | undefined = navigator.mediaDevices;
  if (!mediaDevices) return;
  const native = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = (wanted = {}) => {
    if (typeof wanted.video !== "object") return native(wanted);
    const scaled = { resizeMode: "crop-and-scale" };
    return native({
      ...wanted,
      video: {
        ...wanted.video,
        ...scaled,
        width: 320,
        height: 240,
        frameRate: 15,
      },
    });
  };
}

/**
 * Devices for many calls on one machine: a camera that gives 160 by 120 at 10 Hz and cannot give
 * more, since the page lets a camera grow again when there are few people in a call; and a
 * microphone without echo cancellation and noise suppression, a quarter of what a call costs.
 */
export function smallDevices(): void {
  const mediaDevices: MediaDevices | undefined = navigator.mediaDevices;
  if (!mediaDevices) return;
  const native = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = (wanted = {}) => {
    const named = (one: boolean | MediaTrackConstraints = {}) => typeof one === "object" ? one : {};
    const scaled = { resizeMode: "crop-and-scale", width: 160, height: 120, frameRate: 10 };
    const raw = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    return native({
      ...(wanted.video ? { video: { ...named(wanted.video), ...scaled } } : {}),
      ...(wanted.audio ? { audio: { ...named(wanted.audio), ...raw } } : {}),
    });
  };
  MediaStreamTrack.prototype.applyConstraints = () =>
    Promise.reject(new DOMException("this camera cannot", "OverconstrainedError"));
}
