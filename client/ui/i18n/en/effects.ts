import type { EffectProblem } from "../../../state/effects.ts";

/** Words on backgrounds and on the treatment of the own sound, in English. */
export const effects = {
  background: "Background",
  none: "As it is",
  blur: "Blurred",
  moreBlur: "Strongly blurred",
  colour: "A colour",
  picture: "A picture",
  pickColour: "Colour of the background",
  pickPicture: "Choose a picture",
  backgroundHint:
    "Drawn on this device, with some 700 kB that this server serves. A picture of yours never leaves it. Your preview shows what the others see.",
  preparing: "The background is being prepared. Nobody sees your picture yet.",
  sound: "Your sound",
  usual: "The browser's treatment",
  clean: "Remove more noise",
  original: "Original sound",
  soundHint: {
    usual: "Against echo, noise and changes of loudness, as the browser does it.",
    clean: "Also against keyboards, fans and streets. Music suffers.",
    original: "For music: nothing is removed, so use headphones. Stereo, 128 kbit/s.",
  },
  problem: {
    "slow":
      "This machine is too slow for a background. It is off, and so is your camera. Turn the camera on to be seen with your room.",
    "background-failed":
      "The background does not work in this browser. It is off, and so is your camera. Turn the camera on to be seen with your room.",
    "sound-failed":
      "More noise cannot be removed in this browser. The others hear you as the browser treats your sound.",
    "no-picture": "That file is no picture that this browser can read. Choose another.",
  } satisfies Record<EffectProblem, string>,
};
