import { assertEquals } from "@std/assert";
import { openPictureRequests } from "../../../../client/call/bandwidth/picture_requests.ts";
import { fakeClock } from "../../../fakes/clock.ts";

const asks = (height: number) => ({
  type: "want" as const,
  camera: { height, rate: 30 },
  screen: { height: 720, rate: 15 },
  chosen: false,
});

function open() {
  const clock = fakeClock();
  const held: (number | undefined)[] = [];
  const requests = openPictureRequests({
    ...clock,
    changed: () => held.push(requests.of("a")?.camera.height),
    signal: new AbortController().signal,
  });
  return { clock, held, requests };
}

Deno.test("PictureRequests: of many sizes within two seconds the first holds, and then the last", async () => {
  const { clock, held, requests } = open();
  assertEquals(requests.of("a"), null);
  for (const height of [720, 360, 180, 540]) requests.hear("a", asks(height));
  assertEquals(held, [720]);
  await clock.pass(1999);
  assertEquals(held, [720]);
  await clock.pass(1);
  assertEquals(held, [720, 540]);
  await clock.pass(60_000);
  assertEquals(held, [720, 540]);
});

Deno.test("PictureRequests: a picture comes back at once, and is not taken away again at once", async () => {
  const { clock, held, requests } = open();
  requests.hear("a", asks(360));
  await clock.pass(2000);
  requests.hear("a", asks(0));
  requests.hear("a", asks(360));
  assertEquals(held, [360, 0, 360]);
  for (let at = 0; at < 100; at++) {
    requests.hear("a", asks(0));
    requests.hear("a", asks(360));
  }
  await clock.pass(1999);
  assertEquals(held, [360, 0, 360]);
});

Deno.test("PictureRequests: one member's requests change nothing for another, and end with it", async () => {
  const { clock, requests } = open();
  requests.hear("a", asks(0));
  requests.hear("a", asks(180));
  requests.hear("b", asks(90));
  requests.hear("b", asks(270));
  requests.forget("b");
  await clock.pass(5000);
  assertEquals([requests.of("a")?.camera.height, requests.of("b")], [180, null]);
});
