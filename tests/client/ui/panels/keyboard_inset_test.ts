import { assertEquals } from "@std/assert";
import { keyboardInset, watchKeyboard } from "../../../../client/ui/panels/keyboard_inset.ts";

/** The visual viewport of a phone of 800 pixels. */
class FakeViewport extends EventTarget {
  height = 800;
  offsetTop = 0;
  scale = 1;

  become(part: Partial<Pick<FakeViewport, "height" | "offsetTop" | "scale">>, type = "resize") {
    Object.assign(this, part);
    this.dispatchEvent(new Event(type));
  }
}

const fake = () => new FakeViewport() as FakeViewport & VisualViewport;

Deno.test("keyboardInset: a keyboard that lies over the page, as on iOS, is as high as what it covers", () => {
  const viewport = fake();
  const told: number[] = [];
  const over = new AbortController();
  watchKeyboard(viewport, () => 800, (inset) => told.push(inset), over.signal);
  viewport.become({ height: 460 });
  // The browser scrolls the field up, and back.
  viewport.become({ offsetTop: 120 }, "scroll");
  viewport.become({ offsetTop: 0 }, "scroll");
  viewport.become({ height: 800 });
  over.abort();
  viewport.become({ height: 460 });
  assertEquals(told, [0, 340, 220, 340, 0]);
});

Deno.test("keyboardInset: a page that gets smaller itself, bars and a pinch are no keyboard", () => {
  const viewport = fake();
  viewport.become({ height: 460 });
  assertEquals(keyboardInset(viewport, 460), 0);
  viewport.become({ height: 740 });
  assertEquals(keyboardInset(viewport, 800), 0);
  viewport.become({ height: 400, scale: 2 });
  assertEquals(keyboardInset(viewport, 800), 0);
});
