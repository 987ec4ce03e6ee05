import { assert, assertEquals } from "@std/assert";
import { type Checkout, checkout } from "../harness/checkout.ts";
import { lacks } from "../harness/daemon.ts";
import { caddy } from "../harness/proxy.ts";

const build = async (copy: Checkout) => {
  const { code, said } = await copy.task("build");
  assertEquals(code, 0, said);
};

Deno.test({
  name:
    "dist: two processes with two builds behind Caddy, and no page misses a file, then or later",
  ignore: lacks("caddy"),
  async fn() {
    await using last = await checkout();
    await using next = await checkout();
    await build(last);
    await using one = await last.serve({});
    // As a volume that both mount; the first process has started before the second build.
    await Deno.symlink(`${last.path}/dist`, `${next.path}/dist`);
    for (const file of ["client/main.tsx", "client/deferred.ts"]) {
      const url = new URL(file, next.url);
      await Deno.writeTextFile(url, `${await Deno.readTextFile(url)} console.log('next');`);
    }
    await build(next);
    await using two = await next.serve({});
    await using front = await caddy([one, two].map(({ address }) => new URL(address).host));

    const get = async (path: string) => {
      const response = await fetch(new URL(path, front.address), { client: front.client });
      return { status: response.status, text: await response.text() };
    };
    const filesOf = (html: string) => [...html.matchAll(/\/assets\/[^"]+/g)].map(([name]) => name);
    const missing = async (html: string) => {
      const names = filesOf(html);
      assert(names.length > 3);
      const answers = await Promise.all(names.map(get));
      return names.filter((_, at) => answers[at]?.status !== 200);
    };
    const pages = new Set<string>();
    const missed: string[] = [];
    for (let load = 0; load < 30; load++) {
      const { text } = await get("/");
      pages.add(text);
      missed.push(...await missing(text));
    }
    assertEquals([pages.size, missed], [2, []]);
    // The update is through: pages of the last build are still open, and load the rest.
    one.kill("SIGKILL");
    await one.status;
    for (const html of pages) assertEquals(await missing(html), []);
  },
});
