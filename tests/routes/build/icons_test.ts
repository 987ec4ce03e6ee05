import { assert, assertEquals } from "@std/assert";
import { list, object, oneOf, optional, text } from "../../../protocol/shape.ts";

const STATIC = new URL("../../../static/", import.meta.url);
const manifest = object({
  id: text(100),
  start_url: text(100),
  icons: list(
    object({ src: text(100), sizes: text(20), type: text(40), purpose: optional(text(20)) }),
    20,
  ),
  screenshots: list(
    object({
      src: text(100),
      sizes: text(20),
      type: text(40),
      form_factor: oneOf("wide", "narrow"),
    }),
    8,
  ),
});

/** Width and height that a PNG declares (ISO/IEC 15948 §11.2.2), and its colour type. */
async function pngHeader(name: string) {
  const bytes = await Deno.readFile(new URL(name, STATIC));
  assertEquals(new TextDecoder("latin1").decode(bytes.subarray(1, 4)), "PNG", name);
  const view = new DataView(bytes.buffer);
  return { size: `${view.getUint32(16)}x${view.getUint32(20)}`, colours: view.getUint8(25) };
}

Deno.test("manifest: icons are what they are said to be, as an installation asks for them", async () => {
  const read = await Deno.readTextFile(new URL("manifest.webmanifest", STATIC));
  const { icons = [], id } = manifest(JSON.parse(read)) ?? {};
  assertEquals(id, "/");
  const files = icons.map((icon) => ({ ...icon, name: icon.src.replace("/assets/", "") }));
  const drawn = files.filter(({ type }) => type === "image/png");
  for (const { name, sizes } of drawn) assertEquals((await pngHeader(name)).size, sizes, name);
  const sizesOf = (purpose: string) =>
    drawn.filter((icon) => icon.purpose === purpose).map(({ sizes }) => sizes);
  assertEquals(sizesOf("any"), ["192x192", "512x512"]);
  assertEquals(sizesOf("maskable"), ["512x512"]);
});

Deno.test("manifest: screenshots are as large as they are said to be, one for each kind of screen", async () => {
  const read = await Deno.readTextFile(new URL("manifest.webmanifest", STATIC));
  const { screenshots = [] } = manifest(JSON.parse(read)) ?? {};
  assertEquals(screenshots.map((one) => one.form_factor), ["wide", "narrow"]);
  for (const { src, sizes } of screenshots) {
    const { size } = await pngHeader(src.replace("/assets/", ""));
    assertEquals(size, sizes, src);
    // A browser shows those of 320 to 3840 pixels, and no more than 2.3 times as long as wide.
    const sides = size.split("x").map(Number);
    assert(Math.min(...sides) >= 320 && Math.max(...sides) <= 2.3 * Math.min(...sides), size);
  }
});

Deno.test("apple-touch-icon: 180 pixels wide and opaque, since iOS paints what is clear black", async () => {
  const { size, colours } = await pngHeader("apple-touch-icon.png");
  assertEquals(size, "180x180");
  // 2: truecolour without alpha.
  assertEquals(colours, 2);
  const page = await Deno.readTextFile(new URL("index.html", STATIC));
  assert(page.includes('rel="apple-touch-icon" href="/assets/apple-touch-icon.png"'));
});
