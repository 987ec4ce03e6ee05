import { assertEquals } from "@std/assert";
import { iceServers, TURN_TTL } from "../signaling/turn.ts";

Deno.test("TURN credentials are those of coturn's REST scheme", () => {
  const turn = { urls: ["turn:t:3478?transport=udp", "stun:s:3478"], secret: "north" };
  // printf 1600:member | openssl dgst -sha1 -hmac north -binary | base64
  assertEquals(iceServers(turn, "member", 1000.9), [
    { urls: ["stun:s:3478"] },
    {
      urls: ["turn:t:3478?transport=udp"],
      username: "1600:member",
      credential: "7Io35pPsBn64VGvZgX0TGkQoFj4=",
    },
  ]);
  assertEquals(TURN_TTL, 600);
  assertEquals(iceServers({ urls: [], secret: null }, "member", 0), []);
});
