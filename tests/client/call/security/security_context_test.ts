import { assert, assertEquals } from "@std/assert";
import { encode } from "../../../../client/call/security/base64url.ts";
import { enter, reenter } from "../../../../client/call/security/security_context.ts";
import { holdLocks } from "../../../../client/call/security/identity.ts";
import { FakeLocks } from "../../../fakes/locks.ts";
import { FakeStorage } from "../../../fakes/storage.ts";

const KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

/** Certificates whose fingerprints count up. */
function browser() {
  let made = 0;
  const certify = () => {
    const value = Array(32).fill((++made).toString(16).padStart(2, "0")).join(":");
    const slice = { getFingerprints: () => [{ algorithm: "sha-256", value }] };
    return Promise.resolve(slice as unknown as RTCCertificate);
  };
  const storage: unknown = new FakeStorage();
  return { certify, session: storage as Storage, locks: holdLocks(new FakeLocks().as()) };
}

const fp = (byte: number) => encode(new Uint8Array(32).fill(byte));

Deno.test("an entrance has the room's keys, who one is, and one certificate", async () => {
  const { seal, identity, session } = await enter("standup", KEY, browser());
  assertEquals(seal.roomId, "Ivz0eyugpMZJBegS6QZiYA");
  assertEquals([session.hello.idk, session.hello.fp], [identity.signer.idk, fp(1)]);
  assert(/^[A-Za-z0-9_-]{22}$/.test(session.hello.sid));
});

Deno.test("who comes back is the same member with a session of its own", async () => {
  const here = browser();
  const first = await enter("standup", KEY, here);
  const second = await reenter(Promise.resolve(first), here);
  assert(second.identity === first.identity && second.seal === first.seal);
  assertEquals(second.session.hello.idk, first.session.hello.idk);
  assertEquals(second.session.hello.fp, fp(2));
  assert(second.session.hello.sid !== first.session.hello.sid);
});
