import { assertEquals } from "@std/assert";
import { override } from "../../../client/platform/override.ts";

/** As objects of a browser: its methods and fields work on no other object. */
class Native {
  #opened = 0;
  open(times: number) {
    return this.#opened += times;
  }
  close() {
    return this.#opened = 0;
  }
  get opened() {
    return this.#opened;
  }
}

Deno.test("override: one method is replaced, the others work on their own object", () => {
  const native = new Native();
  const same = override(native, { open: (times) => native.open(10 * times) });
  assertEquals([same.open(2), same.opened, native.opened], [20, 20, 20]);
  assertEquals([same.close(), native.opened], [0, 0]);
  assertEquals(same instanceof Native, true);
});

Deno.test("override: what an extension has fixed on the object is replaced, and read as it is", () => {
  const native = new Native();
  const fixed = (value: unknown) => ({ value, writable: false, configurable: false });
  Object.defineProperty(native, "open", fixed(() => -1));
  Object.defineProperty(native, "close", fixed(() => -2));
  const same = override(native, { open: (times) => times });
  assertEquals([same.open(3), same.close()], [3, -2]);
});
