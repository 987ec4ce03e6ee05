import { useEffect, useRef, useState } from "preact/hooks";
import type { Levels } from "../../state/actions.ts";
import type { RoomState } from "../../state/call_state.ts";
import { Picture } from "../controls/video.tsx";
import type { ActiveSpeaker } from "../stage/active_speaker.ts";

/**
 * The shared screen or the person who speaks, in the browser's own window for one video. The
 * element stays the same, since each window needs a gesture; what it plays follows the call.
 */
export function SpeakerVideo(props: {
  state: Pick<RoomState, "participants">;
  levels: Levels;
  /** Follows who speaks. */
  ActiveSpeaker: typeof ActiveSpeaker;
  onClose: () => void;
}) {
  const { state: { participants }, levels, ActiveSpeaker, onClose } = props;
  const root = useRef<HTMLDivElement>(null);
  const [speaker, setSpeaker] = useState<string | null>(null);
  const seen = participants.filter(({ picture }) => picture);
  const sharing = participants.find(({ screen }) => screen);
  const person = sharing ?? seen.find(({ id }) => id === speaker) ?? seen[0];
  const stream = sharing?.screen ?? person?.picture;
  useEffect(() => {
    const video = root.current?.querySelector("video");
    return video ? float(video, onClose) : onClose();
  }, [stream !== undefined]);
  return (
    <div
      class="pip-source"
      aria-hidden="true"
      data-tile={person?.id}
      data-shared={sharing && ""}
      ref={root}
    >
      {stream && <Picture stream={stream} kind={sharing ? "screen" : "picture"} />}
      <ActiveSpeaker
        levels={levels}
        ids={participants.map(({ id }) => id)}
        onSpeaker={setSpeaker}
      />
    </div>
  );
}

/** Has the browser show a video above all other windows until `onClose`. Returns what ends it. */
function float(video: HTMLVideoElement, onClose: () => void): () => void {
  const over = new AbortController();
  const { signal } = over;
  const enter = () => {
    // Refused without a gesture, or by the person.
    video.requestPictureInPicture().catch(() => signal.aborted || onClose());
  };
  if (video.readyState >= HTMLMediaElement.HAVE_METADATA) enter();
  else video.addEventListener("loadedmetadata", enter, { once: true, signal });
  video.addEventListener("leavepictureinpicture", onClose, { signal });
  return () => {
    over.abort();
    // Already gone when the person has closed it.
    if (document.pictureInPictureElement === video) document.exitPictureInPicture().catch(() => {});
  };
}
