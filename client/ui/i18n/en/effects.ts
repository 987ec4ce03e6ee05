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
    "Drawn on this device, which first loads some 700 kB from this server. Your own picture never leaves the device. Your preview shows what the others see.",
  preparing: "The background is being prepared. Nobody sees you yet.",
  sound: "Your sound",
  usual: "As the browser does it",
  clean: "Remove more noise",
  original: "Original sound",
  soundHint: {
    usual: "The browser removes echo and noise, and evens out the loudness.",
    clean: "Also removes the noise of keyboards, fans and streets. Music sounds worse.",
    original: "For music: nothing is removed, so use headphones. Stereo, 128 kbit/s.",
  },
  problem: {
    "slow":
      "This device is too slow for a background. The background and your camera are off. If you turn the camera on, the others see your room.",
    "background-failed":
      "The background does not work in this browser. The background and your camera are off. If you turn the camera on, the others see your room.",
    "sound-failed":
      "This browser cannot remove more noise. The others hear your sound as the browser does it.",
    "no-picture": "This browser cannot read that file as a picture. Choose another.",
  } satisfies Record<EffectProblem, string>,
};
