import { assertEquals } from "@std/assert";
import { playAsCall } from "../../../client/platform/audio_session.ts";

Deno.test("playAsCall: the session is that of a call until it ends, where the browser has sessions", () => {
  const life = new AbortController();
  const safari = { audioSession: { type: "auto" } };
  playAsCall({}, life.signal);
  playAsCall(safari, life.signal);
  assertEquals(safari.audioSession.type, "play-and-record");
  life.abort();
  assertEquals(safari.audioSession.type, "auto");
  playAsCall(safari, life.signal);
  assertEquals(safari.audioSession.type, "auto");
});
