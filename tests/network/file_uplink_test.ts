import { assert, assertEquals } from "@std/assert";
import { choose, fileWitness, savedDigest } from "../harness/browser/file_sharing.ts";
import { browserTest } from "../harness/browser/test_room.ts";
import { limitBandwidth } from "./bandwidth_limit.ts";
import { AUDIBLE, describe, watch } from "./inbound_media.ts";
import { ports } from "./ports.ts";

/** A narrow uplink in kbit/s, and a file that takes some ten seconds of it. */
const UPLINK_KBPS = 2000;
const FILE_BYTES = 2 * 1024 * 1024;
/** Packets of sound that are watched: three seconds. */
const WATCHED = 150;
/**
 * The same as {@link AUDIBLE} in the first three seconds: the file's window doubles until a queue
 * stands, and the sound waits once behind that queue. A sender that fills the queue costs 13 to 20 %
 * of these seconds, and loses packets.
 */
const FIRST_AUDIBLE = 0.07;

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
    const [first, then] = [await watch(bob, WATCHED), await watch(bob, WATCHED)];
    const { waited } = await link.seen();
    await bob.count('[data-do="file-save"]', 1);
    const told = `free: ${describe(free)}; beside a file: ${describe(first)}; ${describe(then)}`;
    console.log(told);
    assert(waited > 0, "nothing waited: no narrow way");
    assert(first.concealed <= FIRST_AUDIBLE + 2 * free.concealed, told);
    assert(then.concealed <= AUDIBLE + 2 * free.concealed, told);
    assertEquals(await savedDigest(bob), digest);
  },
);
