import { assertEquals } from "@std/assert";
import { canCall } from "../../../client/platform/can_call.ts";

const PARTS = {
  RTCPeerConnection: { generateCertificate: () => {} },
  CompressionStream: () => {},
  DecompressionStream: () => {},
};

Deno.test("canCall: a browser without one of the parts of a call makes none", () => {
  assertEquals(canCall(PARTS), true);
  for (const name of Object.keys(PARTS)) {
    assertEquals(canCall({ ...PARTS, [name]: undefined }), false, name);
  }
  assertEquals(canCall({ ...PARTS, RTCPeerConnection: {} }), false);
});
