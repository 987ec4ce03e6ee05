import { assert, assertEquals } from "@std/assert";
import {
  holdLocks,
  identify,
  type Identity,
  memberId,
} from "../../../../client/call/security/identity.ts";
import { verifySignature } from "../../../../client/call/security/signing_key.ts";
import { ID, TOKEN } from "../../../../protocol/mod.ts";
import { FakeLocks } from "../../../fakes/locks.ts";
import { FakeStorage } from "../../../fakes/storage.ts";

const ROOM = Promise.resolve("R".repeat(22));
const SLOT = `visavis.member.${"R".repeat(22)}`;

/** Parts of an identity that can be compared. */
const bare = ({ signer, ...rest }: Identity) => ({ ...rest, identityKey: signer.publicKey });
const tokenIn = (storage: FakeStorage) => storage.getItem(SLOT)?.split(".")[0];

Deno.test("Identity: identity's id is the first 16 bytes of SHA-256 over the token", async () => {
  // From another implementation: sha256 of 43 times "A", cut to 16 bytes.
  assertEquals(await memberId("A".repeat(43)), "DwBzhbb51LfusnSGBa_hqQ");
});

Deno.test("Identity: identity is new in a new tab, and of the protocol's form", async () => {
  const one = await identify(ROOM, new FakeStorage(), holdLocks(new FakeLocks().as()));
  assert(ID.test(one.id) && TOKEN.test(one.token));
  assertEquals(one.id, await memberId(one.token));
  assertEquals(one.returning, false);
  const other = await identify(ROOM, new FakeStorage(), holdLocks(new FakeLocks().as()));
  assert(one.id !== other.id);
});

Deno.test("Identity: identity is the same after a reload, room by room", async () => {
  const storage = new FakeStorage();
  const locks = new FakeLocks();
  const before = await identify(ROOM, storage, holdLocks(locks.as()));
  locks.closeTab();
  const after = await identify(ROOM, storage, holdLocks(locks.as()));
  assertEquals(bare(after), { ...bare(before), returning: true });
  const elsewhere = await identify(Promise.resolve("S".repeat(22)), storage, holdLocks(locks.as()));
  assert(elsewhere.id !== before.id && !elsewhere.returning);
});

Deno.test("Identity: identity of a duplicated tab is its own, and kept", async () => {
  const storage = new FakeStorage();
  const locks = new FakeLocks();
  const first = await identify(ROOM, storage, holdLocks(locks.as()));
  const copied = storage.copy();
  const second = await identify(ROOM, copied, holdLocks(locks.as()));
  assert(first.id !== second.id && !second.returning);
  assertEquals(tokenIn(copied), second.token);
  assertEquals(tokenIn(storage), first.token);
  locks.closeTab();
  assertEquals((await identify(ROOM, copied, holdLocks(locks.as()))).id, second.id);
});

Deno.test("Identity: identity is the same for a page that goes home and comes back, and for no copy of it", async () => {
  const storage = new FakeStorage();
  const locks = new FakeLocks();
  const page = holdLocks(locks.as());
  const before = await identify(ROOM, storage, page);
  await identify(Promise.resolve("S".repeat(22)), storage, page);
  const after = await identify(ROOM, storage, page);
  assertEquals(bare(after), { ...bare(before), returning: true });
  const copy = await identify(ROOM, storage.copy(), holdLocks(locks.as()));
  assert(copy.id !== before.id && !copy.returning);
});

Deno.test("Identity: identity that another tab has now is this page's again when that tab is closed", async () => {
  const storage = new FakeStorage();
  const locks = new FakeLocks();
  const before = await identify(ROOM, storage, holdLocks(locks.as()));
  const page = holdLocks(locks.as());
  assertEquals(await page.take(before.token), false);
  locks.closeTab();
  assertEquals([await page.take(before.token), await page.take(before.token)], [true, true]);
});

Deno.test("Identity: identity of a new tab holds its lock for the copies that may follow", async () => {
  const locks = new FakeLocks();
  const { token } = await identify(ROOM, new FakeStorage(), holdLocks(locks.as()));
  assertEquals([...locks.held], [`visavis.${token}`]);
});

Deno.test("Identity: identity survives a reload where locks are missing or forbidden", async () => {
  const forbidden = new FakeLocks();
  forbidden.forbidden = true;
  for (const locks of [undefined, forbidden.as()]) {
    const storage = new FakeStorage();
    const before = await identify(ROOM, storage, holdLocks(locks));
    const after = await identify(ROOM, storage, holdLocks(locks));
    assertEquals(bare(after), { ...bare(before), returning: true });
  }
});

Deno.test("Identity: identity without storage is new every time", async () => {
  const forbidden = new FakeStorage();
  forbidden.forbidden = true;
  for (const storage of [null, forbidden]) {
    const one = await identify(ROOM, storage, holdLocks(undefined));
    const two = await identify(ROOM, storage, holdLocks(undefined));
    assert(one.id !== two.id && !one.returning && !two.returning);
  }
});

Deno.test("Identity: identity does not believe a token that is none", async () => {
  for (const bad of ["", "short", "A".repeat(42), "A".repeat(44), "A".repeat(42) + "="]) {
    const storage = new FakeStorage({ [SLOT]: bad });
    const found = await identify(ROOM, storage, holdLocks(undefined));
    assert(!found.returning && TOKEN.test(found.token), bad);
    assertEquals(tokenIn(storage), found.token);
  }
});

Deno.test("Identity: identity signs after a reload as it did before, and a copied tab does not", async () => {
  const storage = new FakeStorage();
  const locks = new FakeLocks();
  const before = await identify(ROOM, storage, holdLocks(locks.as()));
  const copy = await identify(ROOM, storage.copy(), holdLocks(locks.as()));
  locks.closeTab();
  const after = await identify(ROOM, storage, holdLocks(locks.as()));
  const said = new TextEncoder().encode("it is me");
  assert(await verifySignature(before.signer.publicKey, await after.signer.sign(said), said));
  assert(!await verifySignature(before.signer.publicKey, await copy.signer.sign(said), said));
});

Deno.test("Identity: identity without its key is a new one: a token alone proves nothing to the others", async () => {
  const whole = new FakeStorage();
  await identify(ROOM, whole, holdLocks(undefined));
  const [token = "", identityKey = "", key = ""] = whole.getItem(SLOT)?.split(".") ?? [];
  const bad = [
    token,
    `${token}.${identityKey}`,
    `${token}.${identityKey}.`,
    `${token}.${identityKey}.AAAA`,
  ];
  for (const kept of [...bad, `${token}..${key}`, `${token}.AAAA.${key}`]) {
    const found = await identify(ROOM, new FakeStorage({ [SLOT]: kept }), holdLocks(undefined));
    assert(!found.returning && found.token !== token, kept);
  }
});
