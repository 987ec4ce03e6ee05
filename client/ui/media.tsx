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
    // Muted pictures always may play; what rejects here is a stream that was replaced.
    video.play().catch(() => {});
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

/** A voice. Says so when the browser keeps it silent until a gesture. */
export function Voice(props: { stream: MediaStream; speaker: string; onRefused: () => void }) {
  const { stream, speaker, onRefused } = props;
  const element = useRef<HTMLAudioElement>(null);
  useLayoutEffect(() => {
    const audio = element.current;
    if (!audio) return;
    if (audio.srcObject !== stream) audio.srcObject = stream;
    audio.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === "NotAllowedError") onRefused();
    });
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
