import type { StudioLink } from "./browser/whip_page.ts";
import { type Daemon, daemon, endByInterrupt, lacks } from "./daemon.ts";
import { sh } from "./sh.ts";

/** True if Meetecho's client, or what makes it start, is missing. */
export const NO_WHIP_CLIENT = lacks("whip-client", "simple-whip-client") || lacks("gcc");

/**
 * The client uses libsoup 2, and libnice by its UPnP library libsoup 3, which no process may hold at
 * once (Debian 12). Without UPnP libnice does what it does in a network that has none.
 */
const NO_UPNP = ["thread_new", "get_type", "add_port", "remove_port_local"]
  .map((name) => `void *gupnp_simple_igd_${name}(void) { return 0; }`).join("\n");

/** Moving pictures as VP8, and a tone as Opus, at the pace of a camera. */
const VIDEO = "videotestsrc is-live=true pattern=ball ! video/x-raw,width=320,height=180," +
  "framerate=15/1 ! vp8enc deadline=1 keyframe-max-dist=30 ! rtpvp8pay pt=96 ssrc=2 ! queue ! " +
  "application/x-rtp,media=video,encoding-name=VP8,payload=96";
const AUDIO =
  "audiotestsrc is-live=true wave=sine ! audioconvert ! audioresample ! opusenc ! rtpopuspay pt=111 ssrc=1 ! queue ! " +
  "application/x-rtp,media=audio,encoding-name=OPUS,payload=111";

/** A running client. */
export interface WhipClientProcess extends AsyncDisposable {
  /** All that it said. */
  text(): string;
  /** Has it end its session, as a person does with Ctrl-C. */
  end(): Promise<void>;
}

/** Publishes by `whip-client`, which sends its candidates by PATCH. */
export async function startWhipClient(
  { url, token }: StudioLink,
  more: readonly string[] = [],
): Promise<WhipClientProcess> {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/no_upnp.c`, NO_UPNP);
  const library = `${folder}/libgupnp-igd-1.0.so.4`;
  await sh("gcc", "-shared", "-fPIC", "-nostdlib", "-o", library, `${folder}/no_upnp.c`);
  const client: Daemon = daemon("whip-client", [
    ...["-u", url, "-t", token, "-V", VIDEO, "-A", AUDIO, "-l", "7", ...more],
  ], { LD_LIBRARY_PATH: folder });
  return {
    text: client.text,
    end: () => endByInterrupt(client),
    async [Symbol.asyncDispose]() {
      await client.kill();
      await Deno.remove(folder, { recursive: true });
    },
  };
}
