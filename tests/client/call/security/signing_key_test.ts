import { assert, assertEquals } from "@std/assert";
import { decode } from "../../../../client/call/security/base64url.ts";
import {
  generateSigningKey,
  importSigningKey,
  verifySignature,
} from "../../../../client/call/security/signing_key.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

Deno.test("SigningKey: a signature is 64 bytes and holds for its text and its key alone", async () => {
  const [{ signer }, other] = [await generateSigningKey(), await generateSigningKey()];
  assertEquals(decode(signer.publicKey)?.length, 65);
  const signature = await signer.sign(utf8("said"));
  assertEquals([signature.length, decode(signature)?.length], [86, 64]);
  assert(await verifySignature(signer.publicKey, signature, utf8("said")));
  assert(!await verifySignature(signer.publicKey, signature, utf8("unsaid")));
  assert(!await verifySignature(other.signer.publicKey, signature, utf8("said")));
});

Deno.test("SigningKey: what is no key, no point, or no signature has signed nothing", async () => {
  const { signer } = await generateSigningKey();
  const signature = await signer.sign(utf8("said"));
  const off = signer.publicKey.slice(0, -1) + (signer.publicKey.endsWith("A") ? "E" : "A");
  for (const identityKey of ["", "=", "AAAA", off, "A".repeat(87)]) {
    assert(!await verifySignature(identityKey, signature, utf8("said")), identityKey);
  }
  for (const text of ["", "=", "A".repeat(86), signature.slice(0, 84)]) {
    assert(!await verifySignature(signer.publicKey, text, utf8("said")), text);
  }
});

Deno.test("SigningKey: a kept signer signs as before", async () => {
  const { signer, kept } = await generateSigningKey();
  const again = await importSigningKey(kept);
  assertEquals(again?.publicKey, signer.publicKey);
  assert(
    await verifySignature(signer.publicKey, await again?.sign(utf8("said")) ?? "", utf8("said")),
  );
  for (
    const bad of [
      "",
      ".",
      signer.publicKey,
      `${signer.publicKey}.AAAA`,
      `AAAA.${kept.split(".")[1]}`,
    ]
  ) {
    assertEquals(await importSigningKey(bad), null, bad);
  }
});
