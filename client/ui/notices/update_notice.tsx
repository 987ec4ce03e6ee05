import type { UpdateOffer } from "../../state/update.ts";
import { IconButton, TextButton } from "../controls/button.tsx";
import type { DeferredWords } from "../i18n/load_words.ts";

/** Says that the server has another version of the page, and lets the person take it. */
export function UpdateNotice(props: {
  offer: UpdateOffer;
  words: DeferredWords["update"];
  close: string;
  onTake: () => void;
  onClose: () => void;
}) {
  const { offer, words, close, onTake, onClose } = props;
  return (
    <aside class="update" aria-label={words.title} data-update={offer.is}>
      <IconButton does="later" icon="close" label={close} look="plain" onPress={onClose} />
      <h2>{words.title}</h2>
      <p>{sentence(offer, words)}</p>
      {offer.is === "version" && (
        <dl>
          <Version name={words.current} version={offer.current} />
          <Version name={words.next} version={offer.next} />
        </dl>
      )}
      <TextButton does="take-update" label={words.take} look="accent" onPress={onTake} />
    </aside>
  );
}

function sentence(offer: UpdateOffer, words: DeferredWords["update"]): string {
  switch (offer.is) {
    case "version":
      return offer.required ? words.required : words.compare;
    case "unnamed":
      return words.unnamed;
    case "worker":
      return words.worker;
  }
}

/** A version, in groups that two people can read to each other. */
function Version({ name, version }: { name: string; version: string | null }) {
  if (version === null) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <code title={version}>{version.slice(0, 32).replace(/.{4}(?=.)/g, "$& ")}</code>
      </dd>
    </div>
  );
}
