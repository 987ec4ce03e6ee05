/** Candidates of one description that a page gives its browser. */
export const MAX_CANDIDATES = 32;
/** Chromium drops candidates of lower ports in silence. */
const LOWEST_PORT = 1024;
/**
 * Port of a candidate of which only the address is known. The publisher's checks come from another
 * one, and make a peer-reflexive candidate of it (RFC 8445 §7.3.1.3).
 */
const OBSERVED_PORT = 49_999;

/** Addresses at which no publisher is, though a page could be made to send packets there. */
const FOREIGN = /^(?:0\.|127\.|169\.254\.|22[4-9]\.|23\d\.|24\d\.|25[0-5]\.|::|fe80:|ff)/i;

/** True for a candidate that the browser may try. */
export function isUsable(candidate: string): boolean {
  const [, , , , address = "", port = "", typ] = candidate.trim().split(/\s+/);
  if (typ !== "typ" || FOREIGN.test(address)) return false;
  return /^\d{1,5}$/.test(port) && Number(port) >= LOWEST_PORT;
}

/**
 * Candidates of a description or of a fragment, as a browser takes them. One client for pages counts
 * components from 0; with RTCP on the same port there is one, and that is 1 (RFC 8445 §5.1.1.1).
 */
export function candidatesIn(sdp: string): string[] {
  return [...sdp.matchAll(/^a=(candidate:[^\r\n]{1,500})/gm)]
    .map(([, candidate = ""]) => candidate.replace(/^(\S+) 0 /, "$1 1 "))
    .filter(isUsable).slice(0, MAX_CANDIDATES);
}

/**
 * A publisher's offer as browsers take it: without its candidates, which are added one by one, and
 * with a line for each SSRC of a group, of which FFmpeg leaves out the second. That comes after the
 * first: Chromium takes the SSRC that it reads first for that of the picture.
 */
export function mendOffer(sdp: string): string {
  const lines = sdp.split(/\r?\n/).filter((line) => line && !/^a=(?:candidate|end-of-)/.test(line));
  const ssrcOf = (line = "") => /^a=ssrc:(\d+) /.exec(line)?.[1];
  const described = new Set(lines.map(ssrcOf));
  const missing = new Map(lines.flatMap((line) => {
    const [, first = "", second = ""] = /^a=ssrc-group:FID (\d+) (\d+)$/.exec(line) ?? [];
    return second && !described.has(second) ? [[first, second] as const] : [];
  }));
  const mended = lines.flatMap((line, at) => {
    const ssrc = ssrcOf(line);
    const second = ssrc && missing.get(ssrc);
    if (!second || ssrcOf(lines[at + 1]) === ssrc) return [line];
    const own = lines.filter((one) => ssrcOf(one) === ssrc);
    return [line, ...own.map((one) => one.replace(`a=ssrc:${ssrc} `, `a=ssrc:${second} `))];
  });
  return mended.map((line) => `${line}\r\n`).join("");
}

/** True if one of the candidates has this address. */
export const namesAddress = (candidates: readonly string[], address: string): boolean =>
  candidates.some((one) => one.split(" ")[4] === address);

/**
 * Candidate for a client that does not name its address as the server saw it. Its checks come from
 * another port; the browser, and its relay, let them in from this address.
 */
export function observedCandidate(address: string): string {
  return `candidate:1 1 udp 2122260223 ${address} ${OBSERVED_PORT} typ host`;
}

/** Rank of a candidate for publishers that take the first they can use. */
function rank(line: string): number {
  const [, , transport, , address = "", , , type] = line.split(" ");
  const family = address.includes(":") ? 1 : 0;
  if (transport?.toLowerCase() !== "udp") return 6;
  return { host: 0, srflx: 2 }[type ?? ""] ?? 4 + family;
}

/**
 * An answer as publishers read it: what can be resolved first, and addresses of a relay as host
 * candidates too where there are no others, since FFmpeg reads nothing else.
 */
export function mendAnswer(sdp: string): string {
  const lines = sdp.split(/\r?\n/).filter((line) => line);
  const isCandidate = (line: string) => line.startsWith("a=candidate:");
  const found = lines.filter(isCandidate);
  const plain = found.filter((line) => !/\.local /.test(line));
  const kept = [...(plain.length > 0 ? plain : found)].sort((a, b) => rank(a) - rank(b));
  const hosts = kept.some((line) => / typ host/.test(line)) ? [] : kept.slice(0, 1)
    .map((line) => line.replace(/ typ (?:relay|srflx) raddr \S+ rport \d+/, " typ host"));
  const at = lines.findIndex(isCandidate);
  const rest = (part: readonly string[]) => part.filter((line) => !isCandidate(line));
  const all = at < 0
    ? lines
    : [...lines.slice(0, at), ...hosts, ...new Set(kept), ...rest(lines.slice(at))];
  return all.map((line) => `${line}\r\n`).join("");
}

/** True if an answer takes every m-line: RFC 9725 has a publisher refused as a whole. */
export const takesAll = (answer: string): boolean => !/^m=\w+ 0 /m.test(answer);
