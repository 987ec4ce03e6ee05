import { assert, assertEquals } from "@std/assert";
import { encode } from "../../../../client/call/security/base64url.ts";
import { createContext, renewSession } from "../../../../client/call/security/security_context.ts";
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

const fingerprint = (byte: number) => encode(new Uint8Array(32).fill(byte));

Deno.test("SecurityContext: a context has the room's keys, who one is, and one certificate", async () => {
  const { seal, identity, session } = await createContext("standup", KEY, browser());
  assertEquals(seal.roomId, "Ivz0eyugpMZJBegS6QZiYA");
  assertEquals([session.info.identityKey, session.info.fingerprint], [
    identity.signer.publicKey,
    fingerprint(1),
  ]);
  assert(/^[A-Za-z0-9_-]{22}$/.test(session.info.sessionId));
});

Deno.test("SecurityContext: who comes back is the same member with a session of its own", async () => {
  const here = browser();
  const first = await createContext("standup", KEY, here);
  const second = await renewSession(Promise.resolve(first), here);
  assert(second.identity === first.identity && second.seal === first.seal);
  assertEquals(second.session.info.identityKey, first.session.info.identityKey);
  assertEquals(second.session.info.fingerprint, fingerprint(2));
  assert(second.session.info.sessionId !== first.session.info.sessionId);
});
