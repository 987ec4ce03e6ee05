import type { ComponentChildren } from "preact";
import type { EndpointView } from "../../state/endpoint.ts";
import { TextButton } from "../controls/button.tsx";
import { useDeferredWords } from "../i18n/language.ts";

/** Makes an endpoint; or shows its address and token, what stands between, and ends it. */
export function EndpointControls(props: {
  name: string;
  /** Names of the two actions, as buttons carry them. */
  does: Readonly<Record<"create" | "revoke", string>>;
  words: Readonly<Record<"create" | "hint" | "revoke", string>>;
  endpoint: EndpointView;
  children: ComponentChildren;
}) {
  const { name, does, words, endpoint: { link, create, revoke }, children } = props;
  const { studio: { url, token } } = useDeferredWords();
  if (!link) {
    return (
      <>
        <TextButton
          does={does.create}
          icon="screen"
          label={words.create}
          look="quiet"
          onPress={create}
        />
        <p class="hint">{words.hint}</p>
      </>
    );
  }
  return (
    <>
      <Field name={`${name}-url`} label={url} value={link.url} />
      <Field name={`${name}-token`} label={token} value={link.token} />
      {children}
      <TextButton
        does={does.revoke}
        icon="close"
        label={words.revoke}
        look="quiet"
        onPress={revoke}
      />
    </>
  );
}

function Field({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        readOnly
        dir="ltr"
        data-endpoint-field={name}
        value={value}
        onFocus={(event) => event.currentTarget.select()}
      />
    </label>
  );
}
