import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { IconButton } from "../controls/button.tsx";
import { useWords } from "../i18n/language.ts";
import { useKeyboardInset } from "./keyboard_inset.ts";

/** A panel beside the stage, or a sheet over it on a phone. */
export function Panel(props: {
  title: ComponentChildren;
  label: string;
  look?: string;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const { title, label, look, onClose, children } = props;
  const words = useWords();
  const root = useRef<HTMLElement>(null);
  useKeyboardInset();
  useLayoutEffect(() => {
    const opener = document.activeElement;
    const panel = root.current;
    const first = panel?.querySelector<HTMLElement>("[data-first]") ?? panel;
    first?.focus({ preventScroll: true });
    return () => {
      // Whoever opened the panel gets the focus back, unless it went elsewhere.
      const left = panel?.contains(document.activeElement) ||
        document.activeElement === document.body;
      if (left && opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <section class={`panel ${look ?? ""}`} aria-label={label} tabIndex={-1} ref={root}>
      <header>
        {title}
        <IconButton does="close" icon="close" label={words.close} look="plain" onPress={onClose} />
      </header>
      {children}
    </section>
  );
}
