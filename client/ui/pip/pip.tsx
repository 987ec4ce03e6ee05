/** The chunk of picture-in-picture: loaded when the call is to float above all other windows. */
import { adoptStyle } from "../../platform/adopt_style.ts";
import style from "./pip.css" with { type: "text" };

export { CallWindow } from "./call_window.tsx";
export { SpeakerVideo } from "./speaker_video.tsx";

adoptStyle(style);
