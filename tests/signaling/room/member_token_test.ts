import { assertEquals } from "@std/assert";
import { idOf, proves } from "../../../signaling/room/member_token.ts";

Deno.test("MemberToken: a token proves the id that is its hash, and no other", async () => {
  const token = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
  const id = await idOf(token);
  assertEquals(id, "6oZqdX5MOLq_qBJ8vppAnQ");
  assertEquals(await proves(`${id}.${token}`), "proven");
  assertEquals(await proves(`${"A".repeat(22)}.${token}`), "false");
  assertEquals(await proves(`${id}.${token.replace("A", "B")}`), "false");
  for (
    const claim of ["", id, token, `${id}.`, `${id}-${token}`, `${id}.${token}x`, `${id}.${token}.`]
  ) {
    assertEquals(await proves(claim), "malformed", claim);
  }
});
