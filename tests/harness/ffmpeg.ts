import type { StudioLink } from "./browser/whip_page.ts";
import { type Daemon, daemon, endByInterrupt } from "./daemon.ts";
import { sh } from "./sh.ts";

/**
 * FFmpeg 8.1 as a library for Node, in two packages from npm with their hashes. Fetched by the long
 * run alone, since they have 175 MB.
 */
const PACKAGES = {
  "node-av@6.1.1":
    "sha512-nuj2cpAelVZQ8hWJB26i9wYIPI/l+GzIAw8zbZuepFpq52khjYQ8s5S+Qi2cG1D+zjb7TYx7QqKpiZH32tqo2A==",
  ...Deno.build.arch === "aarch64"
    ? {
      "@seydx/node-av-linux-arm64@6.1.1":
        "sha512-E5LopQ+LaTGdjmnk3KYsrKF1qRQHT22xVGijUdAcvbScfLTJz2RuJoevKT53cuNupR1gdmRmvnmq+kac4TkDRA==",
    }
    : {
      "@seydx/node-av-linux-x64@6.1.1":
        "sha512-2HkBkMUSmA+1sP0PN7eFSkNJhbejgJDCXx0w0ZMRlTLqF+snz5ptf/gl/tQye9yER6I4OGW/7WVL5Y2PVneNCA==",
    },
};

/** Runs in Node: encodes a test picture and a tone, and has FFmpeg's WHIP muxer publish them. */
const PROGRAM = `
Promise.withResolvers ??= function () {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};
const { Decoder, Demuxer, Encoder, Muxer, pipeline } = await import("node-av");
const [url, token] = process.argv.slice(2);
const source = (graph) => Demuxer.open(graph, { format: "lavfi" });
const video = await source("testsrc2=size=320x180:rate=20,format=yuv420p,realtime");
const audio = await source("sine=sample_rate=48000,aformat=channel_layouts=stereo,arealtime");
const x264 = { preset: "ultrafast", tune: "zerolatency", profile: "baseline", bf: "0" };
const stages = {
  video: [
    await Decoder.create(video.video()),
    await Encoder.create("libx264", { bitrate: "500k", gopSize: 20, options: x264 }),
  ],
  audio: [await Decoder.create(audio.audio()), await Encoder.create("libopus", { bitrate: "48k" })],
};
const output = await Muxer.open(url, { format: "whip", options: { authorization: token } });
const publishing = pipeline({ video, audio }, stages, output);
process.on("SIGINT", () => publishing.stop());
await publishing.completion;
await output.close();
`;

/** FFmpeg, ready to publish. */
export interface Ffmpeg extends AsyncDisposable {
  publish(studio: StudioLink): FfmpegProcess;
}

/** A publisher that runs. */
export interface FfmpegProcess extends AsyncDisposable {
  text(): string;
  /** Has it end its session, as a person does with Ctrl-C. */
  end(): Promise<void>;
}

/** Fetches FFmpeg into a folder of its own. */
export async function fetchFfmpeg(): Promise<Ffmpeg> {
  const folder = await Deno.makeTempDir();
  for (const [name, hash] of Object.entries(PACKAGES)) {
    const archive = `${folder}/${
      (await sh("npm", "pack", "--silent", `--pack-destination=${folder}`, name)).trim()
    }`;
    const digest = await crypto.subtle.digest("SHA-512", await Deno.readFile(archive));
    if (`sha512-${new Uint8Array(digest).toBase64()}` !== hash) {
      throw new Error(`${name} is not what it was`);
    }
    const target = `${folder}/node_modules/${name.replace(/@[^@]*$/, "")}`;
    await Deno.mkdir(target, { recursive: true });
    await sh("tar", "-xzf", archive, "-C", target, "--strip-components=1");
    await Deno.remove(archive);
  }
  const program = `${folder}/publish.mjs`;
  await Deno.writeTextFile(program, PROGRAM);
  return {
    publish({ url, token }) {
      const node: Daemon = daemon("node", [program, url, token]);
      return {
        text: node.text,
        end: () => endByInterrupt(node),
        [Symbol.asyncDispose]: node.kill,
      };
    },
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}
