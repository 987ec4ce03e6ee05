import type { Room } from "../call/state.ts";
import { useMore } from "./more.ts";

/** What is encrypted, from whom, and what is not. */
export function Safety({ room }: { room: Room }) {
  const more = useMore();
  const [between = "", link = "", trust = ""] = more.safetyText;
  return (
    <div class="prose">
      <p>{between}</p>
      <p>{room.open ? more.safetyOpen : link}</p>
      <p>{trust}</p>
    </div>
  );
}
