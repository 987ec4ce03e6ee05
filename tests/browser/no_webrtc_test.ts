import { BOTH } from "../harness/browser/browser_binaries.ts";
import { room } from "../harness/browser/room_link.ts";
import { browserTest } from "../harness/browser/test_room.ts";

const FORBIDDEN = "its settings or an extension forbid calls";

/** An extension or a setting that takes WebRTC away. */
function gone(): void {
  Reflect.deleteProperty(globalThis, "RTCPeerConnection");
}

/** One that lets no page make a certificate, in a browser that has entered every room before. */
function refused(): void {
  RTCPeerConnection.generateCertificate = () =>
    Promise.reject(new DOMException("no", "NotSupportedError"));
}

for (const kind of BOTH) {
  for (const before of [gone, refused]) {
    browserTest(
      `${kind}: WebRTC taken away (${before.name}) is said in words`,
      [kind],
      async (testRoom) => {
        for (const query of ["", "&join=1"]) {
          const href = `${testRoom.server.origin}/#/${room()}?name=Ann${query}`;
          const one = await testRoom.open(kind, href, { before: [before] });
          await one.count('body[data-screen="unsupported"]', 1);
          await one.reads(FORBIDDEN);
        }
      },
    );
  }
}
