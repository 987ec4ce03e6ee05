import { assertEquals } from "@std/assert";
import {
  createPip,
  type Floating,
  type FloatingWindow,
  type PipBrowser,
} from "../../../../client/ui/controls/picture_in_picture.ts";

type Asked = PromiseWithResolvers<FloatingWindow>;

/** A browser that opens a window when the test says so. */
function slowBrowser(): { browser: PipBrowser; asked: Asked[] } {
  const asked: Asked[] = [];
  const requestWindow = () => {
    const one = Promise.withResolvers<FloatingWindow>();
    asked.push(one);
    return one.promise;
  };
  return { browser: { documentPictureInPicture: { requestWindow }, document: {} }, asked };
}

function fakeWindow(): { window: FloatingWindow; closes: () => number } {
  let closed = 0;
  const target = Object.assign(new EventTarget(), {
    close() {
      closed++;
      target.dispatchEvent(new Event("pagehide"));
    },
  });
  return { window: target as unknown as FloatingWindow, closes: () => closed };
}

function watch(browser: PipBrowser) {
  const pip = createPip(browser);
  const over = new AbortController();
  const seen: Floating[] = [];
  pip.watch((floating) => seen.push(floating), over.signal);
  return { pip, seen, leave: () => over.abort() };
}

Deno.test("Pip: a browser offers a window, else its own for one video, else nothing", () => {
  const { browser } = slowBrowser();
  const both = { ...browser, document: { pictureInPictureEnabled: true } };
  assertEquals(createPip(both).way, "document");
  assertEquals(createPip({ ...both, self: "frame", parent: "page" }).way, "video");
  assertEquals(createPip({ document: { pictureInPictureEnabled: true } }).way, "video");
  assertEquals(createPip({ document: { pictureInPictureEnabled: false } }).way, null);
  assertEquals(createPip({ document: {} }).way, null);
});

Deno.test("Pip: one window at a time, until it is closed by either side", async () => {
  const { browser, asked } = slowBrowser();
  const { pip, seen } = watch(browser);
  const opening = [pip.open(), pip.open()];
  assertEquals(asked.length, 1);
  const first = fakeWindow();
  asked[0]?.resolve(first.window);
  await Promise.all(opening);
  pip.toggle();
  assertEquals([seen, first.closes()], [[null, first.window, null], 1]);
  const again = pip.open();
  const second = fakeWindow();
  asked[1]?.resolve(second.window);
  await again;
  second.window.close();
  assertEquals(seen.at(-1), null);
});

Deno.test("Pip: a window that comes after the call was left closes at once", async () => {
  const { browser, asked } = slowBrowser();
  const { pip, leave } = watch(browser);
  const opening = pip.open();
  leave();
  const late = fakeWindow();
  asked[0]?.resolve(late.window);
  await opening;
  assertEquals(late.closes(), 1);
  await pip.open();
  assertEquals(asked.length, 1, "nobody is there to draw it");
});

Deno.test("Pip: a refused window can be asked for again", async () => {
  const { browser, asked } = slowBrowser();
  const { pip, seen } = watch(browser);
  const opening = pip.open();
  asked[0]?.reject(new DOMException("no gesture", "NotAllowedError"));
  await opening;
  assertEquals(seen, [null]);
  void pip.open();
  assertEquals(asked.length, 2);
});

Deno.test("Pip: the video of who speaks floats where pages have no windows", () => {
  const { pip, seen } = watch({ document: { pictureInPictureEnabled: true } });
  pip.toggle();
  pip.toggle();
  assertEquals(seen, [null, "video", null]);
});
