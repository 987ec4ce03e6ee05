import type { Kind } from "../harness/browser/browser_binaries.ts";
import { modestCamera } from "../harness/browser/modest_devices.ts";
import { allHear } from "../harness/browser/media_counters.ts";
import { scene } from "../harness/browser/stage.ts";
import type { Visitor } from "../harness/browser/visitor.ts";

const KINDS: readonly Kind[] = ["chromium", "firefox", "chromium", "firefox", "chromium"];

const viewport = { width: 400, height: 300 };

scene("5 people: every pair sees and hears each other", ["chromium", "firefox"], async (stage) => {
  // Twenty encoders on two cores: ICE may time out under the load, and is then begun anew.
  stage.expect(/ICE failed/);
  const people: Visitor[] = [];
  for (const [at, kind] of KINDS.entries()) {
    people.push(
      await stage.enter(kind, `P${at}`, { viewport, devices: "full", before: [modestCamera] }),
    );
  }
  await allHear(people, 600_000);
  for (const person of people) await person.count("[data-tile]", KINDS.length);
});
