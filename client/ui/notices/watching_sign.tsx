import type { AudienceView } from "../../state/audience.ts";
import { TextButton } from "../controls/button.tsx";
import { useDeferredWords, useWords } from "../i18n/language.ts";

/** Stands on the page for as long as somebody watches the call. */
export function WatchingSign({ audience }: { audience: AudienceView | null | undefined }) {
  const { watching } = useDeferredWords();
  if (!audience || audience.viewers === 0) return null;
  return (
    <p
      class="recording-sign watching-sign"
      data-viewers={audience.viewers}
      data-served={audience.served}
    >
      {audience.chat.on ? watching.signChat(audience.viewers) : watching.sign(audience.viewers)}
    </p>
  );
}

/** Asks what to do about a raised hand of somebody who watches. */
export function ViewerHands({ audience }: { audience: AudienceView | null | undefined }) {
  const words = useWords();
  const { watching } = useDeferredWords();
  const [first] = audience?.hands ?? [];
  if (!audience || !first) return null;
  const { id, name, by } = first;
  return (
    <div class="knocks" role="status">
      <section class="card" data-viewer-hand={id}>
        <p>
          {by === null
            ? watching.hand(name || words.guest)
            : watching.handBy(name || words.guest, by || words.guest)}
        </p>
        <div class="row">
          <TextButton
            does="invite"
            label={watching.invite}
            look="accent"
            onPress={() => audience.answer(id, true)}
          />
          <TextButton
            does="dismiss"
            label={watching.dismiss}
            look="quiet"
            onPress={() => audience.answer(id, false)}
          />
        </div>
      </section>
    </div>
  );
}
