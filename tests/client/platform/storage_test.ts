import { assertEquals } from "@std/assert";
import { keepText, openStorage, readText } from "../../../client/platform/storage.ts";
import { FakeStorage } from "../../fakes/storage.ts";

Deno.test("Storage: a text is kept under its name; without one it is empty", () => {
  const storage = new FakeStorage();
  keepText(storage, "a", "b");
  assertEquals([readText(storage, "a"), readText(storage, "c"), readText(null, "a")], [
    "b",
    "",
    "",
  ]);
});

Deno.test("Storage: one that is forbidden, or full, throws nowhere", () => {
  const forbidden = {
    getItem(): string {
      throw new DOMException("no", "SecurityError");
    },
    setItem() {
      throw new DOMException("no", "QuotaExceededError");
    },
  };
  keepText(forbidden, "a", "b");
  assertEquals(readText(forbidden, "a"), "");
  assertEquals(
    openStorage(() => {
      throw new DOMException("no", "SecurityError");
    }),
    null,
  );
});
