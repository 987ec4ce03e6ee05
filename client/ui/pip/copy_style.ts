import type { FloatingWindow } from "../controls/picture_in_picture.ts";

/**
 * Carries style, drawings, language and title of the page over to a fresh window. Returns the
 * element to draw in. The rules go as text: a style belongs to one document (CSSOM §6.1).
 */
export function copyStyle(window: FloatingWindow, page: Document): HTMLElement {
  const { document } = window;
  const sheet = new window.CSSStyleSheet();
  sheet.replaceSync(
    [...page.styleSheets, ...page.adoptedStyleSheets]
      .flatMap(({ cssRules }) => [...cssRules])
      .map(({ cssText }) => cssText)
      .join("\n"),
  );
  document.adoptedStyleSheets = [sheet];
  document.documentElement.lang = page.documentElement.lang;
  document.title = page.title;
  document.body.dataset["screen"] = "call";
  const drawings = [...page.querySelectorAll(".sprite")].map((one) => one.cloneNode(true));
  const root = document.createElement("div");
  document.body.replaceChildren(...drawings, root);
  return root;
}
