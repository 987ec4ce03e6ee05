import { assert, assertEquals } from "@std/assert";
import {
  allocateBitrate,
  type Demand,
  LEAST_BITRATE,
  type PictureDemand,
  type Share,
  SOUND_BITRATE,
} from "../../../../client/call/bandwidth/bitrate_allocation.ts";
import { seeded } from "../../../fakes/seeded_random.ts";

const HEIGHTS = [90, 180, 270, 360, 540, 720];
const EPSILON = 0.001;
const sum = ({ mic, camera, screen }: Share) => mic + camera + screen;

/** Runs a property over calls of one to seven others on uplinks of every width. */
function forAll(property: (uplink: number, demands: readonly Demand[]) => void): void {
  const random = seeded(18);
  const picture = (): PictureDemand | null => {
    const height = HEIGHTS[Math.floor(random() * HEIGHTS.length)] ?? 90;
    return random() < 0.2 ? null : { height, bitrate: height * 2500 };
  };
  for (let run = 0; run < 3000; run++) {
    const others = 1 + Math.floor(random() * 7);
    const demands = Array.from({ length: others }, (_, at): Demand => ({
      id: `${at}`,
      carries: random() < 0.7 ? Infinity : 2_000_000 * random(),
      camera: picture(),
      screen: random() < 0.3 ? picture() : null,
    }));
    property(10_000_000 * random() ** 3, demands);
  }
}

Deno.test("allocateBitrate: never gives more than there is, nor to one way more than it carries", () => {
  forAll((uplink, demands) => {
    const shares = allocateBitrate(uplink, demands);
    const all = [...shares.values()].reduce((before, one) => before + sum(one), 0);
    assert(all <= uplink + EPSILON, `${all} of ${uplink}`);
    for (const { id, carries } of demands) {
      const share = shares.get(id);
      assert(share && share.camera + share.screen <= Math.max(0, carries - share.mic) + EPSILON);
    }
  });
});

Deno.test("allocateBitrate: sound has its full share wherever the uplink carries that", () => {
  forAll((uplink, demands) => {
    for (const { mic } of allocateBitrate(uplink, demands).values()) {
      assertEquals(mic, Math.min(SOUND_BITRATE, uplink / demands.length));
    }
  });
});

Deno.test("allocateBitrate: nobody gets more than it can use, or a picture too poor to be seen", () => {
  forAll((uplink, demands) => {
    const shares = allocateBitrate(uplink, demands);
    for (const demand of demands) {
      for (const slot of ["camera", "screen"] as const) {
        const [share = 0, most = 0] = [shares.get(demand.id)?.[slot], demand[slot]?.bitrate];
        assert(share <= most + EPSILON);
        assert(share === 0 || share >= Math.min(LEAST_BITRATE[slot], most) - EPSILON);
      }
    }
  });
});

Deno.test("allocateBitrate: of two ways alike, who is shown larger gets no less, and a screen goes first", () => {
  forAll((uplink, demands) => {
    const free = demands.map((one) => ({ ...one, carries: Infinity }));
    const shares = allocateBitrate(uplink, free);
    for (const slot of ["camera", "screen"] as const) {
      const shown = free.filter((one) => one[slot] !== null)
        .sort((a, b) => (b[slot]?.height ?? 0) - (a[slot]?.height ?? 0))
        .map(({ id }) => shares.get(id)?.[slot] ?? 0);
      shown.forEach((share, at) => assert(share <= (shown[at - 1] ?? Infinity) + EPSILON));
    }
    const served = free.some(({ id, camera }) => camera && (shares.get(id)?.camera ?? 0) > 50_001);
    if (!served) return;
    for (const { id, screen } of free) {
      // None where not even the least was left for it, and a camera is content with that.
      const share = shares.get(id)?.screen ?? 0;
      assert(!screen || share === 0 || share >= screen.bitrate - EPSILON);
    }
  });
});

Deno.test("allocateBitrate: a picture that is shown larger than before gets no less than before", () => {
  forAll((uplink, demands) => {
    const [first, ...rest] = demands;
    if (!first?.camera) return;
    const larger = { height: 2 * first.camera.height, bitrate: 2 * first.camera.bitrate };
    const before = allocateBitrate(uplink, demands).get(first.id)?.camera ?? 0;
    const after = allocateBitrate(uplink, [{ ...first, camera: larger }, ...rest]).get(first.id)
      ?.camera;
    assert((after ?? 0) >= before - EPSILON, `${before} ${after}`);
  });
});

Deno.test("allocateBitrate: a narrow way lowers its own member only", () => {
  const camera = { height: 360, bitrate: 700_000 };
  const wide = (id: string): Demand => ({ id, carries: Infinity, camera, screen: null });
  const shares = allocateBitrate(1_400_000, [
    { ...wide("a"), carries: 164_000 },
    wide("b"),
    wide("c"),
  ]);
  assertEquals([...shares].map(([id, { camera }]) => [id, camera]), [
    ["a", 100_000],
    ["b", 554_000],
    ["c", 554_000],
  ]);
});
