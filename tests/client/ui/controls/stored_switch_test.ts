import { assertEquals } from "@std/assert";
import { storedSwitch } from "../../../../client/ui/controls/stored_switch.ts";
import { FakeStorage } from "../../../fakes/storage.ts";

const kept = (byDefault: boolean, storage: FakeStorage | null) =>
  storedSwitch("visavis.some", byDefault, () => storage);

Deno.test("storedSwitch: says the default until a choice is kept, and then the choice", () => {
  for (const byDefault of [true, false]) {
    const storage = new FakeStorage();
    const some = kept(byDefault, storage);
    const said = [some.isOn()];
    for (const on of [!byDefault, byDefault, !byDefault]) {
      some.keep(on);
      said.push(some.isOn(), kept(byDefault, storage).isOn());
    }
    const [no, yes] = [!byDefault, byDefault];
    assertEquals(said, [yes, no, no, yes, yes, no, no]);
  }
});

Deno.test("storedSwitch: reads what earlier versions of the page have kept", () => {
  const read = (byDefault: boolean, text: string) =>
    kept(byDefault, new FakeStorage({ "visavis.some": text })).isOn();
  // An earlier version kept nothing for a switch that is off by default and was turned off.
  assertEquals(["on", "off", ""].map((text) => read(false, text)), [true, false, false]);
  assertEquals(["on", "off", ""].map((text) => read(true, text)), [true, false, true]);
});

Deno.test("storedSwitch: where storage is forbidden the default holds", () => {
  const storage = new FakeStorage();
  storage.forbidden = true;
  for (const none of [storage, null]) {
    kept(true, none).keep(false);
    assertEquals([kept(true, none).isOn(), kept(false, none).isOn()], [true, false]);
  }
});
