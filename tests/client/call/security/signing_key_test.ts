import { assert, assertEquals } from "@std/assert";
import { decode } from "../../../../client/call/security/base64url.ts";
import { newSigner, recallSigner, signed } from "../../../../client/call/security/signing_key.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

Deno.test("a signature is 64 bytes and holds for its text and its key alone", async () => {
  const [{ signer }, other] = [await newSigner(), await newSigner()];
  assertEquals(decode(signer.idk)?.length, 65);
  const signature = await signer.sign(utf8("said"));
  assertEquals([signature.length, decode(signature)?.length], [86, 64]);
  assert(await signed(signer.idk, signature, utf8("said")));
  assert(!await signed(signer.idk, signature, utf8("unsaid")));
  assert(!await signed(other.signer.idk, signature, utf8("said")));
});

Deno.test("what is no key, no point, or no signature has signed nothing", async () => {
  const { signer } = await newSigner();
  const signature = await signer.sign(utf8("said"));
  const off = signer.idk.slice(0, -1) + (signer.idk.endsWith("A") ? "E" : "A");
  for (const idk of ["", "=", "AAAA", off, "A".repeat(87)]) {
    assert(!await signed(idk, signature, utf8("said")), idk);
  }
  for (const text of ["", "=", "A".repeat(86), signature.slice(0, 84)]) {
    assert(!await signed(signer.idk, text, utf8("said")), text);
  }
});

Deno.test("a kept signer signs as before", async () => {
  const { signer, kept } = await newSigner();
  const again = await recallSigner(kept);
  assertEquals(again?.idk, signer.idk);
  assert(await signed(signer.idk, await again?.sign(utf8("said")) ?? "", utf8("said")));
  for (const bad of ["", ".", signer.idk, `${signer.idk}.AAAA`, `AAAA.${kept.split(".")[1]}`]) {
    assertEquals(await recallSigner(bad), null, bad);
  }
});
