import { useLayoutEffect, useRef } from "preact/hooks";

/** A moving picture without sound. Its element lives as long as its place in the tree. */
export function Picture(props: {
  stream: MediaStream;
  kind: "picture" | "screen";
  mirrored?: boolean;
  onRatio?: (ratio: number) => void;
}) {
  const { stream, kind, mirrored, onRatio } = props;
  const element = useRef<HTMLVideoElement>(null);
  useLayoutEffect(() => {
    const video = element.current;
    if (!video) return;
    if (video.srcObject !== stream) video.srcObject = stream;
    play(video);
  }, [stream]);
  const measure = () => {
    const { videoWidth, videoHeight } = element.current ?? { videoWidth: 0, videoHeight: 0 };
    if (videoWidth && videoHeight) onRatio?.(videoWidth / videoHeight);
  };
  return (
    <video
      ref={element}
      class={mirrored ? "picture mirrored" : "picture"}
      data-kind={kind}
      autoplay
      playsInline
      muted
      onLoadedMetadata={measure}
      onResize={measure}
    />
  );
}

/** Bubbles from an element that the browser lets play only after a gesture. */
export const REFUSED = "play-refused";

/** Plays, or says that it may not (HTML §4.8.11.8). Rejects otherwise for a replaced stream. */
function play(element: HTMLMediaElement): void {
  element.play().catch((error: unknown) => {
    if (!(error instanceof DOMException && error.name === "NotAllowedError")) return;
    element.dispatchEvent(new Event(REFUSED, { bubbles: true }));
  });
}

/** In a gesture: whatever was refused plays now. */
export function playAll(): void {
  for (const one of document.querySelectorAll<HTMLMediaElement>("audio, video")) play(one);
}

/** A voice. */
export function Voice({ stream, speaker }: { stream: MediaStream; speaker: string }) {
  const element = useRef<HTMLAudioElement>(null);
  useLayoutEffect(() => {
    const audio = element.current;
    if (!audio) return;
    if (audio.srcObject !== stream) audio.srcObject = stream;
    play(audio);
  }, [stream]);
  useLayoutEffect(() => {
    const audio = element.current;
    if (!audio || !("setSinkId" in audio)) return;
    // A speaker that is gone leaves the sound where it was.
    audio.setSinkId(speaker).catch(() => {});
  }, [speaker]);
  return <audio ref={element} autoplay />;
}

/** Own pictures are mirrors, except what a phone's back camera sees. */
export function isMirror(stream: MediaStream): boolean {
  return stream.getVideoTracks()[0]?.getSettings?.().facingMode !== "environment";
}
