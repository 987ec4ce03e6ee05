import { assert, assertEquals } from "@std/assert";
import type { Found } from "../vectors/check.ts";
import { otherBuild, serveBuilds } from "../harness/browser/build_server.ts";
import { room } from "../harness/browser/room_link.ts";
import { lacksWebKit, startWebKit } from "../harness/browser/webkit.ts";
import { vectorsScript } from "../harness/vectors_script.ts";
import { loadSite } from "../../routes/build/site.ts";

/** Stands in for the WebRTC that Debian's WebKit is built without, as far as a lobby asks for it. */
const FINGERPRINT = { algorithm: "sha-256", value: Array(32).fill("aa").join(":") };
const WEBRTC = `globalThis.RTCPeerConnection ??= class {
  static async generateCertificate() {
    return { expires: Infinity, getFingerprints: () => [${JSON.stringify(FINGERPRINT)}] };
  }
};`;

const screen = (name: string) => `return document.body.dataset.screen === "${name}";`;
const reads = (text: string) => `return document.body.innerText.includes(${JSON.stringify(text)});`;

Deno.test({
  name: "WebKit: first page, check page, vectors, and a lobby with made-up devices",
  ignore: lacksWebKit(),
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const site = await loadSite("");
    const server = serveBuilds(site);
    // An origin of its own: the first one has its version kept by now.
    const lobby = serveBuilds(await otherBuild(site, "lobby", WEBRTC));
    try {
      await using webkit = await startWebKit();
      await webkit.goto(`${server.origin}/`);
      await webkit.until(screen("landing"));
      await webkit.until(reads("A video call that starts from a link."));
      const [accent, button] = await webkit.evaluate<string[]>(`
        const probe = document.body.appendChild(document.createElement("i"));
        probe.style.backgroundColor = "var(--accent)";
        const button = document.querySelector('[data-do="start"]');
        const colours = [probe, button].map((one) => getComputedStyle(one).backgroundColor);
        probe.remove();
        return colours;
      `);
      assertEquals(button, accent, "the style of the first load and of the deferred part");

      const code = await vectorsScript();
      const found = await webkit.evaluate<Found[]>(`${code}; return await vectors.check();`);
      assert(found.length > 30, `${found.length}`);
      for (const [what, expected, got] of found) assertEquals(got, expected, what);

      await webkit.goto(`${server.origin}/#/check`);
      await webkit.until(`return document.querySelector('[data-do="check"]') !== null;`);
      await webkit.evaluate(`document.querySelector('[data-do="check"]').click();`);
      await webkit.until(`return document.querySelector('[data-do="copy-report"]') !== null;`);
      await webkit.until(reads("This browser cannot make calls."));

      await webkit.goto(`${server.origin}/#/${room()}`);
      await webkit.until(screen("unsupported"));

      await webkit.goto(`${lobby.origin}/#/${room()}?name=Ann`);
      await webkit.until(screen("lobby"));
      await webkit.until(`return (document.querySelector(".preview video")?.videoWidth ?? 0) > 0;`);
    } finally {
      await Promise.all([server.stop(), lobby.stop()]);
    }
  },
});
