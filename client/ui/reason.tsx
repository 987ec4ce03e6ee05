import type { Insight, Participant } from "../call/state.ts";
import { TextButton } from "./button.tsx";
import { useMore } from "./more.ts";
import { useVerdicts } from "./verdicts.ts";

/** On the tile of a pair that does not connect: why, and what helps. */
export function Reason(props: { person: Participant; insight: Insight | null }) {
  const { person: { id, connection }, insight } = props;
  const verdict = insight?.reasons[id];
  const more = useMore();
  const verdicts = useVerdicts();
  if (!verdict || connection !== "failed") return null;
  const { why, help } = verdicts[verdict];
  return (
    <div class="reason" role="status" data-verdict={verdict}>
      <p>{why}</p>
      <p class="hint">{help}</p>
      <TextButton
        does="try-again"
        icon="retry"
        label={more.tryAgain}
        look="quiet"
        onPress={() => insight?.tryAgain(id)}
      />
    </div>
  );
}
