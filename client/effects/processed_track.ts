/** Track that an effect makes of a device's own. */
export interface ProcessedTrack {
  /** Null while the effect is starting. */
  track(): MediaStreamTrack | null;
  close(): void;
}

/**
 * Lets a drawn track answer for the camera that it comes from: who sizes encodings or fits the
 * camera to a call asks the track, and a drawn one knows nothing of a camera.
 */
export function withCameraMethods(
  drawn: MediaStreamTrack,
  camera: MediaStreamTrack,
): MediaStreamTrack {
  return Object.assign(drawn, {
    getSettings: () => camera.getSettings(),
    getConstraints: () => camera.getConstraints(),
    getCapabilities: () => camera.getCapabilities?.() ?? {},
    applyConstraints: (wanted?: MediaTrackConstraints) => camera.applyConstraints(wanted),
  });
}
