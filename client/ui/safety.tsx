import type { Room } from "../call/state.ts";
import { useWords } from "./language.ts";

/** What is encrypted, from whom, and what is not. */
export function Safety({ room }: { room: Room }) {
  const words = useWords();
  const [between = "", link = "", trust = ""] = words.safetyText;
  return (
    <div class="prose">
      <p>{between}</p>
      <p>{room.open ? words.safetyOpen : link}</p>
      <p>{trust}</p>
    </div>
  );
}
