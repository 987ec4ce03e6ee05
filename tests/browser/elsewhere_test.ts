import { allHear } from "./rig/flow.ts";
import { room } from "./rig/room.ts";
import { scene } from "./rig/scene.ts";
import { serve } from "./rig/server.ts";

/** A port that is free now: each of the two servers has to know the other's. */
function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

const signalling = freePort();
const own = () => serve({ SIGNAL_URL: `http://127.0.0.1:${signalling}` });

scene(
  "a page of one server calls by another's signalling",
  ["chromium", "firefox"],
  async (stage) => {
    stage.expect(
      new RegExp(`^asked another host: (?:ws|http)://127\\.0\\.0\\.1:${signalling}/ws/`),
    );
    stage.expect(/WebSocket|websocket|Cross-Origin|CORS|Failed to load resource/i);
    const { origin, port } = stage.server;
    const other = await serve({ PORT: String(signalling), PAGE_ORIGINS: origin });
    try {
      const ann = await stage.enter("chromium", "Ann");
      const bob = await stage.enter("firefox", "Bob");
      await allHear([ann, bob]);
      // Another name of the same page is another origin, and nobody has named that.
      for (const kind of ["chromium", "firefox"] as const) {
        const query = "?name=Cem&join=1&mic=0&cam=0";
        const cem = await stage.open(kind, `http://localhost:${port}/#/${room()}${query}`);
        await cem.reads("The server does not serve this address.");
        await cem.close();
      }
      await allHear([ann, bob]);
    } finally {
      await other.stop();
    }
  },
  own,
);
