/**
 * Programs and pages that publish into a call by WHIP, each into both browsers: how soon the first
 * frame is decoded, through a relay too, what DELETE is answered, and what happens when the page
 * that answers is closed. `deno run -A bench/studio.ts [runs] [word of a client…]`; needs coturn and
 * whip-client; FFmpeg is fetched from npm.
 */
import type { Kind } from "../tests/harness/browser/browser_binaries.ts";
import { encodeMedia } from "../tests/harness/browser/encoded_media.ts";
import { room } from "../tests/harness/browser/room_link.ts";
import { serve } from "../tests/harness/browser/server.ts";
import { badge, bringIn } from "../tests/harness/browser/studio_page.ts";
import { visit, type Visitor } from "../tests/harness/browser/visitor.ts";
import { until } from "../tests/harness/browser/wait_until.ts";
import {
  openWhipPage,
  type StudioLink,
  type WhipClient,
} from "../tests/harness/browser/whip_page.ts";
import { fetchFfmpeg } from "../tests/harness/ffmpeg.ts";
import { loopbackTurn, outerAddress } from "../tests/harness/loopback_turn.ts";
import { median } from "../tests/harness/median.ts";
import { type RecordedStudio, recordStudio } from "../tests/harness/recorded_studio.ts";
import { publishStudio } from "../tests/harness/studio_publisher.ts";
import { startWhipClient } from "../tests/harness/whip_client.ts";
import { startBoth } from "./both_browsers.ts";

const RUNS = Math.max(1, Number(Deno.args.find((word) => /^\d+$/.test(word)) ?? 3));
const WORDS = Deno.args.filter((word) => !/^\d+$/.test(word));
/** Milliseconds after which a publisher is taken for one that does not connect. */
const GIVEN_UP_MS = 15_000;
/** Milliseconds for a publisher to come back by itself. */
const RETURN_MS = 10_000;

/** A publisher at work. */
interface Publishing extends AsyncDisposable {
  /** Has it end its session. */
  end(): Promise<unknown>;
}

/** A way to publish. */
interface Client {
  readonly name: string;
  publish(studio: StudioLink): Promise<Publishing>;
}

// GStreamer hears nothing from 127.0.0.1.
const turn = await loopbackTurn({ addresses: [outerAddress()] });
const server = await serve(turn.env);
const browsers = await startBoth();
for (const type of ["error", "unhandledrejection"]) {
  addEventListener(type, (event) => {
    console.error(event);
    Deno.exit(1);
  });
}
const open = (kind: Kind, href: string) => visit(browsers[kind], href);
const first = await open("chromium", server.origin);
const media = await first.page.evaluate(encodeMedia);

const page = (name: string, client: WhipClient, kind: Kind): Client => ({
  name: `${name} in ${kind}`,
  async publish(studio) {
    const publisher = await openWhipPage({ open, expect() {} }, kind, studio);
    // Its first offer counts; the page tries again where there is none to end.
    void publisher.publish(client).catch(() => {});
    return publisher;
  },
});
const library = (name: string, codec: "vp8" | "h264"): Client => ({
  name,
  async publish(studio) {
    const publisher = await publishStudio(studio, media, codec);
    return {
      end: publisher.end,
      [Symbol.asyncDispose]: () => Promise.resolve(publisher[Symbol.dispose]()),
    };
  },
});
const clients: readonly Client[] = [
  library("libdatachannel 0.24 (inside OBS), H.264", "h264"),
  library("libdatachannel 0.24, VP8", "vp8"),
  { name: "whip-client (GStreamer 1.22), VP8", publish: startWhipClient },
  page("whip-whep 1.2", "medooze", "chromium"),
  page("whip-whep 1.2", "medooze", "firefox"),
  page("@eyevinn/whip-web-client 1.1", "eyevinn", "chromium"),
  page("@eyevinn/whip-web-client 1.1", "eyevinn", "firefox"),
  {
    name: "FFmpeg 8.1, H.264",
    async publish(studio) {
      if (!ffmpeg) throw new Error("FFmpeg was not fetched");
      return await Promise.resolve(ffmpeg.publish(studio));
    },
  },
];
const wanted = clients.filter(({ name }) => {
  return WORDS.length === 0 || WORDS.some((word) => name.includes(word));
});
const ffmpeg = wanted.some(({ name }) => name.startsWith("FFmpeg")) ? await fetchFfmpeg() : null;

const frames = async (visitor: Visitor) =>
  (await visitor.inflow()).flatMap(({ video }) => Object.values(video))
    .reduce((sum, count) => sum + count, 0);

const posts = ({ exchanges }: RecordedStudio) =>
  exchanges.filter(({ method }) => method === "POST");

/** Milliseconds until frames of a publisher are decoded since this moment; null: none in time. */
async function framesSince(visitor: Visitor, since: () => number | undefined) {
  const [before, start] = [await frames(visitor), performance.now()];
  while (performance.now() < start + GIVEN_UP_MS) {
    const [now, began] = [await frames(visitor), since()];
    if (now > before && began !== undefined) return performance.now() - began;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return null;
}

/** Result of one try. */
interface Try {
  readonly status: number | undefined;
  readonly frame: number | null;
  readonly ended: number | undefined;
}

/** A page that is alone in its call, and the studio that it has made. */
async function answerer(kind: Kind, more = "") {
  const link = `${server.origin}/#/${room()}`;
  const ann = await open(kind, `${link}?name=Ann&join=1&mic=0&cam=0${more}`);
  await ann.on("call");
  return { link, ann, studio: await bringIn(ann) };
}

/** Publishes into a page that is alone, ends it, and does so again unless nothing came. */
async function tryOften(client: Client, kind: Kind, more = ""): Promise<Try[]> {
  const { ann, studio } = await answerer(kind, more);
  const tries: Try[] = [];
  while (tries.length < RUNS && tries[0]?.frame !== null) {
    tries.push(await tryOnce(client, ann, studio));
    await ann.count(badge(), 0);
  }
  await ann.close();
  return tries;
}

async function tryOnce(client: Client, ann: Visitor, link: StudioLink): Promise<Try> {
  await using studio = recordStudio(link, false);
  const begun = client.publish(studio);
  const frame = await framesSince(ann, () => posts(studio)[0]?.asked);
  const status = posts(studio)[0]?.status;
  if (status === 201) {
    await using publishing = await begun;
    await publishing.end();
  } else {
    void begun.then((one) => one[Symbol.asyncDispose]()).catch(() => {});
  }
  return {
    status,
    frame,
    ended: studio.exchanges.find(({ method }) => method === "DELETE")?.status,
  };
}

/** Closes the page that answers: does the publisher come back, and how soon by another page? */
async function takeOver(client: Client, kind: Kind) {
  const { link, ann, studio: made } = await answerer(kind);
  await using studio = recordStudio(made, false);
  const before = framesSince(ann, () => posts(studio)[0]?.asked);
  {
    await using _publishing = await client.publish(studio);
    await before;
    const bob = await open("chromium", `${link}?name=Bob&join=1&mic=0&cam=0`);
    await until("Bob sees it", async () => await bob.page.$(badge()) !== null);
    await ann.close();
    await bob.count(badge(), 0);
    const itself = await until(
      "a further offer",
      () => Promise.resolve(posts(studio).length > 1),
      undefined,
      RETURN_MS,
    ).catch(() => false);
    if (itself) return { itself, frame: null };
    const count = posts(studio).length;
    const frame = framesSince(bob, () => posts(studio)[count]?.asked);
    await using _again = await client.publish(studio);
    const found = { itself, frame: await frame };
    await bob.close();
    return found;
  }
}

const ms = (values: readonly (number | null)[]) => {
  const known = values.filter((one) => one !== null);
  const lost = values.length - known.length;
  if (known.length === 0) return "no";
  return `${(median(known) / 1000).toFixed(1)} s${
    lost > 0 ? ` (${lost} of ${values.length} not)` : ""
  }`;
};

console.log(`studio: medians of ${RUNS}, from the offer to the first decoded frame`);
console.log("| client | into | answer | first frame | through a relay | DELETE | page closed |");
console.log("| --- | --- | --- | --- | --- | --- | --- |");
try {
  for (const client of wanted) {
    for (const kind of ["chromium", "firefox"] as const) {
      const direct = await tryOften(client, kind);
      const works = direct[0]?.frame !== null;
      const relayed = works ? await tryOften(client, kind, "&relay=1") : [];
      const again = works ? await takeOver(client, kind) : null;
      const cells = [
        client.name,
        kind,
        direct[0]?.status,
        ms(direct.map(({ frame }) => frame)),
        works ? ms(relayed.map(({ frame }) => frame)) : "–",
        works ? direct[0]?.ended : "–",
        !again
          ? "–"
          : again.itself
          ? "comes back"
          : `stays away; started again: ${ms([again.frame])}`,
      ];
      console.log(`| ${cells.join(" | ")} |`);
    }
  }
} finally {
  for (const browser of Object.values(browsers)) await browser.close();
  await ffmpeg?.[Symbol.asyncDispose]();
  await server.stop();
  await turn[Symbol.asyncDispose]();
}
Deno.exit(0);
