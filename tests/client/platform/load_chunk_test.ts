import { assertEquals } from "@std/assert";
import { type ChunkName, openLoader } from "../../../client/platform/load_chunk.ts";

type Answer = "ok" | "gone" | "abort" | "burnt";

/** A loader whose browser gives these answers, one for each try after the first. */
function loader(...answers: Answer[]) {
  const asked: string[] = [];
  const imported: string[] = [];
  const waited: number[] = [];
  const missing: (readonly ChunkName[])[] = [];
  const failing = () => Promise.reject(new TypeError("Failed to fetch"));
  const { chunk } = openLoader({
    address: (name) => `/assets/${name}-HASH.js`,
    fetch(url) {
      asked.push(url);
      const answer = answers[0] ?? "ok";
      if (answer !== "burnt" && answer !== "ok") answers.shift();
      if (answer === "abort") return failing();
      return Promise.resolve({ ok: answer !== "gone", text: () => Promise.resolve("") });
    },
    importAt<T>(url: string): Promise<T> {
      imported.push(url);
      const part: unknown = { from: url };
      return answers.shift() === "burnt" ? failing() : Promise.resolve(part as T);
    },
    wait(ms) {
      waited.push(ms);
      return Promise.resolve();
    },
    missing: (names) => missing.push(names),
  });
  const burnt = (name: ChunkName) => chunk<{ from: string }>(name, failing);
  return { chunk, burnt, asked, imported, waited, missing };
}

Deno.test("Loader: what comes at once is imported once, and nothing else is asked for", async () => {
  const { chunk, asked, missing } = loader();
  let imports = 0;
  const late = chunk("deferred", () => Promise.resolve({ is: ++imports }));
  assertEquals([await late(), await late()], [{ is: 1 }, { is: 1 }]);
  assertEquals([asked, missing], [[], []]);
});

Deno.test("Loader: a chunk without an import of its own comes from its address", async () => {
  const { chunk, asked, imported } = loader("ok");
  const words = chunk<{ from: string }>("en_words");
  assertEquals(
    [await words(), await words()],
    [1, 2].map(() => ({
      from: "/assets/en_words-HASH.js",
    })),
  );
  assertEquals([asked, imported.length], [[], 1]);
});

Deno.test("Loader: a failed import is never imported again under the same address", async () => {
  const { burnt, imported, missing } = loader("burnt", "burnt", "ok");
  const { from } = await burnt("deferred")();
  assertEquals(from, "/assets/deferred-HASH.js?3");
  assertEquals(imported, [1, 2, 3].map((at) => `/assets/deferred-HASH.js?${at}`));
  assertEquals(missing, [["deferred"], []]);
});

Deno.test("Loader: nothing is imported that the server answers with an error, or not at all", async () => {
  const { burnt, asked, imported } = loader("gone", "abort", "gone", "ok");
  await burnt("en_words")();
  assertEquals([asked.length, imported], [4, ["/assets/en_words-HASH.js?4"]]);
});

Deno.test("Loader: it tries ever more slowly, and without end", async () => {
  const { burnt, waited } = loader(...Array<Answer>(40).fill("gone"));
  await burnt("deferred")();
  assertEquals(waited.slice(0, 6), [1000, 2000, 4000, 8000, 15_000, 15_000]);
  assertEquals([waited.length, waited.at(-1)], [41, 15_000]);
});

Deno.test("Loader: whoever asks while it tries waits for the same try", async () => {
  const { burnt, asked } = loader("gone");
  const qr = burnt("qr");
  const [one, other] = await Promise.all([qr(), qr()]);
  assertEquals([one === other, asked.length], [true, 2]);
});

Deno.test("Loader: the page is told of every chunk that is missing, until it is there", async () => {
  const { burnt, missing } = loader();
  await Promise.all([burnt("deferred")(), burnt("zh_cn_words")()]);
  assertEquals(missing.slice(0, 2), [["deferred"], ["deferred", "zh_cn_words"]]);
  assertEquals(missing.at(-1), []);
});
