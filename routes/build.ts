import { writeDist } from "./dist.ts";
import { buildSite, readSources } from "./site.ts";

// `deno task build`: the page, ready to be served, in dist/.
try {
  const { tree, source } = await readSources();
  const site = await buildSite(tree);
  await writeDist(site, source);
  for (
    const [name, { identity, br, gzip }] of [["index.html", site.page] as const, ...site.assets]
  ) {
    console.log(
      `${name}  ${identity.length}  gzip ${gzip?.length ?? "-"}  br ${br?.length ?? "-"}`,
    );
  }
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  Deno.exit(1);
}
