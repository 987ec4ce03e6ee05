import { assert, assertEquals } from "@std/assert";
import { choose, fileWitness, savedDigest } from "../harness/browser/file_sharing.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { until } from "../harness/browser/wait_until.ts";
import { limitBandwidth } from "./bandwidth_limit.ts";
import { describe, watch } from "./inbound_media.ts";
import { ports } from "./ports.ts";

/** A narrow uplink in kbit/s, and a file that takes some ten seconds of it. */
const UPLINK_KBPS = 2000;
const FILE_BYTES = 2 * 1024 * 1024;
/** Packets of sound that are watched: three seconds. */
const WATCHED = 150;
/**
 * Shares of the sound that may be made up beyond twice what the machine is late for anyway: the
 * queue in which the file's first window ends costs once what it lasts, and nothing after that. A
 * sender that fills the queue costs 13 to 20 % first, and loses packets.
 */
const AUDIBLE = [0.07, 0.02];
const TIMEOUT_MS = 90_000;

browserTest(
  "Files: a narrow uplink carries the sound before a file",
  ["chromium"],
  async (testRoom) => {
    const entry = { cam: 0, before: [fileWitness] } as const;
    const ann = await testRoom.enter("chromium", "Ann", entry);
    const bob = await testRoom.enter("chromium", "Bob", entry);
    await ann.press("chat");
    await bob.press("chat");
    await using link = await limitBandwidth([await ports(ann)]);
    await link.carries(UPLINK_KBPS);
    const free = await watch(bob, WATCHED);
    const digest = await choose(ann, "attach", "large.bin", FILE_BYTES);
    await bob.reads("large.bin");
    await bob.press("file-accept");
    const spans = [await watch(bob, WATCHED), await watch(bob, WATCHED)];
    const { waited } = await link.seen();
    await until("all of it", () => bob.page.$('[data-do="file-save"]'), undefined, TIMEOUT_MS);
    const told = `free: ${describe(free)}; beside a file: ${spans.map(describe).join("; ")}`;
    console.log(told);
    assert(waited > 0, "nothing waited: no narrow way");
    for (const [at, { concealed }] of spans.entries()) {
      assert(concealed <= (AUDIBLE[at] ?? 0) + 2 * free.concealed, told);
    }
    assertEquals(await savedDigest(bob), digest);
  },
);
