import { assertEquals } from "@std/assert";
import { allHear, CAMERA, listens, sees, silence, stillness } from "./rig/flow.ts";
import type { Kind } from "./rig/find.ts";
import { scene } from "./rig/scene.ts";
import { until } from "./rig/until.ts";
import type { Visitor } from "./rig/visitor.ts";

const OTHER = '[data-tile]:not([data-tile="me"])';
const MUTED = `${OTHER} [data-muted]`;
const PICTURE = `${OTHER} video[data-kind="picture"]`;
const HAND = `${OTHER} [data-hand]`;

const orders: readonly (readonly [Kind, Kind])[] = [
  ["chromium", "firefox"],
  ["firefox", "chromium"],
];

/** Where the person types, and what is in there. */
function typing({ page }: Visitor): Promise<string | null> {
  return page.evaluate(() => {
    const { activeElement: field } = document;
    return field instanceof HTMLTextAreaElement ? field.value : null;
  });
}

for (const [presser, witness] of orders) {
  const who = `${presser} towards ${witness}`;

  scene(`the keys m, v and h act on the other side: ${who}`, orders[0]!, async (stage) => {
    const ann = await stage.enter(presser, "Ann");
    const bob = await stage.enter(witness, "Bob");
    await allHear([ann, bob]);
    const { keyboard } = ann.page;
    await keyboard.press("m");
    await bob.count(MUTED, 1);
    await silence(bob);
    await keyboard.press("M");
    await bob.count(MUTED, 0);
    await listens(bob);
    await keyboard.press("v");
    await bob.count(PICTURE, 0);
    await stillness(bob, CAMERA);
    await keyboard.press("v");
    await bob.count(PICTURE, 1);
    await sees(bob, CAMERA);
    await keyboard.press("h");
    await bob.count(HAND, 1);
    await keyboard.press("h");
    await bob.count(HAND, 0);
  });

  scene(`space talks for as long as it is held: ${who}`, orders[0]!, async (stage) => {
    const ann = await stage.enter(presser, "Ann");
    const bob = await stage.enter(witness, "Bob");
    await allHear([ann, bob]);
    const { keyboard } = ann.page;
    await keyboard.press("m");
    await bob.count(MUTED, 1);
    await silence(bob);
    await keyboard.down(" ");
    await bob.count(MUTED, 0);
    await listens(bob);
    await keyboard.up(" ");
    await bob.count(MUTED, 1);
    await silence(bob);
    // Whoever goes to another window while holding it lets go of it there, unseen.
    await keyboard.down(" ");
    await bob.count(MUTED, 0);
    await ann.page.evaluate(() => dispatchEvent(new Event("blur")));
    await bob.count(MUTED, 1);
    await keyboard.up(" ");
    await silence(bob);
  });

  scene(`c opens the chat, and no key acts in there: ${who}`, orders[0]!, async (stage) => {
    const ann = await stage.enter(presser, "Ann");
    const bob = await stage.enter(witness, "Bob");
    await allHear([ann, bob]);
    await bob.press("chat");
    const { keyboard } = ann.page;
    await keyboard.press("c");
    await until("the chat's field", async () => await typing(ann) !== null);
    await keyboard.type("my voice, a chat");
    assertEquals(await typing(ann), "my voice, a chat");
    await keyboard.press("Enter");
    // What comes after the keys comes after what they would have done.
    await bob.reads("my voice, a chat");
    await ann.reads("my voice, a chat");
    for (const [mark, wanted] of [[MUTED, 0], [HAND, 0], [PICTURE, 1]] as const) {
      assertEquals((await bob.page.$$(mark)).length, wanted, mark);
    }
    await allHear([ann, bob]);
    await listens(bob);
    await keyboard.press("Escape");
    await ann.count("#chat-text", 0);
    await keyboard.press("c");
    await ann.count("#chat-text", 1);
  });
}
