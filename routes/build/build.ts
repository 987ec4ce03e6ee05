import { readSignalUrl, SIGNAL_URL_BAD } from "../../config.ts";
import { hashOf } from "./source_tree.ts";
import { writeDist } from "./dist.ts";
import { buildSite, readSources } from "./site.ts";

// `deno task build`: the page, ready to be served, in dist/.
try {
  const signalUrl = readSignalUrl(Deno.env.get("SIGNAL_URL"));
  if (signalUrl === null) throw new Error(SIGNAL_URL_BAD);
  const { tree, source } = await readSources(signalUrl);
  const site = await buildSite(tree, signalUrl);
  await writeDist(site, source, Date.now());
  if (site.kept) console.log(`version ${await hashOf(site.kept.listing.identity)}`);
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
