import { assertEquals } from "@std/assert";
import { openTrustStore } from "../../../../client/call/security/trust_store.ts";
import { envelopeOf } from "../../../fakes/peer_pair.ts";

const NOTHING = { kind: "client-candidate", body: { connection: "pc", candidates: [] } } as const;

/** A store of a page that is connected with nobody now. */
function store() {
  const trust = openTrustStore(() => false);
  const meet = (id: string) => trust.judge(id, envelopeOf(id, NOTHING), false);
  const prove = (id: string) => {
    meet(id);
    return trust.confirmSession(id, envelopeOf(id, NOTHING).session);
  };
  return { trust, meet, prove };
}

Deno.test("TrustStore: a member that was connected outlives any number of strangers", () => {
  const { trust, meet, prove } = store();
  prove("bob");
  for (let at = 0; at < 500; at++) meet(`x${at}`);
  assertEquals(trust.isProven("bob"), true);
  assertEquals(trust.judge("bob", envelopeOf("mallory", NOTHING), false), "forged");
});

Deno.test("TrustStore: whoever was compared outlives all who were only connected", () => {
  const { trust, prove } = store();
  prove("bob");
  trust.of("bob").verified = true;
  for (let at = 0; at < 200; at++) prove(`x${at}`);
  assertEquals([trust.of("bob").verified, trust.isProven("x0")], [true, false]);
});

Deno.test("TrustStore: a newcomer is known although all who are remembered were connected", () => {
  const { trust, prove } = store();
  for (let at = 0; at < 200; at++) assertEquals(prove(`x${at}`), true, `${at}`);
  assertEquals(trust.isProven("x199"), true);
});

Deno.test("TrustStore: what a third member hands over is not even noted of a stranger", () => {
  const { trust, meet } = store();
  assertEquals(trust.judge("bob", envelopeOf("mallory", NOTHING), true), "stale");
  assertEquals(meet("bob"), "obey");
});
