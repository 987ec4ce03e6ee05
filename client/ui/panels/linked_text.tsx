import { linkify } from "./linkify.ts";

/** A text with its web addresses as links. */
export function LinkedText({ text }: { text: string }) {
  return (
    <>
      {linkify(text).map(({ text, href }, at) =>
        href
          ? (
            <a key={at} href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
              {text}
            </a>
          )
          : text
      )}
    </>
  );
}
