import { assertEquals } from "@std/assert";
import { deferLevels } from "../../../client/app/deferred_levels.ts";
import { fakeClock, turn } from "../../fakes/clock.ts";

Deno.test("deferLevels: silence until the chunk is there, which reads them then", async () => {
  const chunk = Promise.withResolvers<never>();
  let asked = 0;
  const load = () => {
    asked++;
    return chunk.promise;
  };
  const sources = {
    microphone: () => null,
    muted: () => false,
    connection: () => null,
    later: fakeClock().later,
  };
  const levels = deferLevels(load, sources);
  assertEquals([asked, levels.microphone()], [0, null]);
  assertEquals(levels.of("me"), 0);
  let opened = 0;
  const readLevels = () => {
    opened++;
    return { of: () => 0.5, microphone: () => null };
  };
  chunk.resolve({ readLevels } as never);
  await turn();
  assertEquals([levels.of("me"), levels.of("a"), opened], [0.5, 0.5, 1]);
});
