import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { keepPlaying, play } from "./playback.ts";

/** A moving picture without sound. Its element lives as long as its place in the tree. */
export function Picture(props: {
  stream: MediaStream;
  kind: "picture" | "screen";
  mirrored?: boolean;
  onRatio?: (ratio: number) => void;
}) {
  const { stream, kind, mirrored, onRatio } = props;
  const element = useRef<HTMLVideoElement>(null);
  usePlayback(element, stream);
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

/** Gives an element its stream, and keeps it playing while the element is there. */
function usePlayback(ref: RefObject<HTMLMediaElement | null>, stream: MediaStream): void {
  const [track] = stream.getTracks();
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    if (element.srcObject !== stream) element.srcObject = stream;
    play(element);
    const over = new AbortController();
    const { signal } = over;
    const elapsed = () => performance.now();
    keepPlaying(element, { tracks: stream.getTracks(), page: document, elapsed, signal });
    return () => over.abort();
  }, [stream, track]);
}

/** A voice. */
export function Voice(props: {
  stream: MediaStream;
  speaker: string;
  onRefused: (speaker: string) => void;
}) {
  const { stream, speaker, onRefused } = props;
  const element = useRef<HTMLAudioElement>(null);
  usePlayback(element, stream);
  useLayoutEffect(() => {
    const audio = element.current;
    if (!audio || !("setSinkId" in audio)) return;
    // A speaker that does not take it leaves the sound where it was.
    audio.setSinkId(speaker).catch(() => onRefused(speaker));
  }, [speaker]);
  return <audio ref={element} autoplay />;
}

/** Own pictures are mirrors, except what a phone's back camera sees. */
export function isMirror(stream: MediaStream): boolean {
  return stream.getVideoTracks()[0]?.getSettings?.().facingMode !== "environment";
}
