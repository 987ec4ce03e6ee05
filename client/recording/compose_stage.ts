import type { StageFeed, StageFeedOptions } from "../call/watching/stage_feed.ts";
import { openSoundMix } from "./sound_mix.ts";
import { openStageCanvas } from "./stage_canvas.ts";

/** Pictures between two looks at who is there and what their tracks are. */
const FOLLOWED_FRAMES = 5;

/** Composes the stage for those who watch, from the same canvas and mix as a recording. */
export function composeStage({ rate, ownName, voices, tick }: StageFeedOptions): StageFeed | null {
  const stage = openStageCanvas(document, ownName);
  if (!stage) return null;
  stage.draw();
  const [picture] = stage.canvas.captureStream(rate).getVideoTracks();
  const context = new AudioContext();
  const mix = openSoundMix(context);
  const [sound] = mix.stream.getAudioTracks();
  if (!picture || !sound) {
    mix.close();
    return null;
  }
  mix.follow(voices());
  const life = new AbortController();
  let frames = 0;
  tick(Math.round(1000 / rate), () => {
    if (life.signal.aborted) return;
    stage.draw();
    // A browser may hold it until the person has touched the page.
    if (context.state === "suspended") void context.resume();
    if (++frames % FOLLOWED_FRAMES === 0) mix.follow(voices());
  }, life.signal);
  return {
    picture,
    sound,
    stop() {
      life.abort();
      picture.stop();
      sound.stop();
      mix.close();
    },
  };
}
