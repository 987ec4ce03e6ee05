import type { EndpointLink } from "../../state/endpoint.ts";
import { useDeferredWords } from "../i18n/language.ts";

/** Address and token of an endpoint, to be copied. */
export function EndpointFields({ name, link }: { name: string; link: EndpointLink }) {
  const { studio: words } = useDeferredWords();
  return (
    <>
      <Field name={`${name}-url`} label={words.url} value={link.url} />
      <Field name={`${name}-token`} label={words.token} value={link.token} />
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
