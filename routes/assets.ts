/** One file as it is sent: in memory, in every coding that is smaller. */
export interface Asset {
  readonly type: string;
  /** Strong entity tag, quotes included (RFC 9110 §8.8.3). */
  readonly etag: string;
  readonly identity: Uint8Array<ArrayBuffer>;
  readonly br?: Uint8Array<ArrayBuffer>;
  readonly gzip?: Uint8Array<ArrayBuffer>;
}

/** The page and everything it refers to. A file that is not in here does not exist. */
export interface Site {
  readonly page: Asset;
  /** The service worker and the listing; null where pages are not to be kept. */
  readonly kept: KeptFiles | null;
  /** By name, as in `/assets/<name>`. Names hold a hash of their content. */
  readonly assets: ReadonlyMap<string, Asset>;
}

/** Files at addresses that are the same in all builds, with which a browser keeps the page. */
export interface KeptFiles {
  readonly worker: Asset;
  /** Hashes of all files of the build. */
  readonly listing: Asset;
}

type Coding = "br" | "gzip" | "identity";

/** Answers with an asset: 200, or 304 when the client has it. */
export function serveAsset(asset: Asset, request: Request, caching: string): Response {
  const coding = choose(request.headers.get("accept-encoding"), asset);
  // Each coding is a representation of its own (RFC 9110 §8.8.3.3).
  const etag = coding === "identity" ? asset.etag : asset.etag.replace(/"$/, `-${coding}"`);
  const headers = new Headers({
    "cache-control": caching,
    "content-type": asset.type,
    etag,
    vary: "Accept-Encoding",
  });
  if (known(request.headers.get("if-none-match"), etag)) {
    headers.delete("content-type");
    return new Response(null, { status: 304, headers });
  }
  if (coding !== "identity") headers.set("content-encoding", coding);
  const body = asset[coding] ?? asset.identity;
  headers.set("content-length", String(body.length));
  return new Response(request.method === "HEAD" ? null : body, { headers });
}

/** The best coding that the client takes and that we have (RFC 9110 §12.5.3). */
export function choose(accept: string | null, asset: Asset): Coding {
  const weights = new Map<string, number>();
  for (const item of (accept ?? "").toLowerCase().split(",").slice(0, 20)) {
    const [name = "", ...parameters] = item.split(";").map((part) => part.trim());
    const q = parameters.find((parameter) => parameter.startsWith("q="));
    weights.set(name, q === undefined ? 1 : Number(q.slice(2)) || 0);
  }
  const takes = (coding: string) => (weights.get(coding) ?? weights.get("*") ?? 0) > 0;
  if (asset.br && takes("br")) return "br";
  if (asset.gzip && takes("gzip")) return "gzip";
  return "identity";
}

function known(header: string | null, etag: string): boolean {
  if (header === null) return false;
  if (header.trim() === "*") return true;
  return header.split(",").some((one) => one.trim().replace(/^W\//, "") === etag);
}
