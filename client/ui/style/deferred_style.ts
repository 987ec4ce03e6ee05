import { adoptStyle } from "../../platform/adopt_style.ts";
import cards from "./cards.css" with { type: "text" };
import feedback from "./feedback.css" with { type: "text" };
import forcedColors from "./forced_colors.css" with { type: "text" };
import landing from "./landing.css" with { type: "text" };
import panels from "./panels.css" with { type: "text" };
import reactions from "./reactions.css" with { type: "text" };
import recording from "./recording.css" with { type: "text" };
import settings from "./settings.css" with { type: "text" };
import tools from "./tools.css" with { type: "text" };
import update from "./update.css" with { type: "text" };
import watch from "./watch.css" with { type: "text" };
import watchChat from "./watch_chat.css" with { type: "text" };

/** Adds the style of the deferred parts. */
export const adoptDeferredStyle = (): void =>
  adoptStyle(
    landing + cards + panels + settings + tools + feedback + reactions + recording + update +
      watch + watchChat + forcedColors,
  );
