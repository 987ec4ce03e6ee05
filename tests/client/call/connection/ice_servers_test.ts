import { assertEquals } from "@std/assert";
import {
  CREDENTIALS_TIMEOUT_MS,
  keepIceServers,
} from "../../../../client/call/connection/ice_servers.ts";
import type { Ice } from "../../../../protocol/mod.ts";
import { fakeClock, turn } from "../../../fakes/clock.ts";

const ice = (name: string, iceTtl?: number): Ice => ({
  iceServers: [{ urls: ["turn:t"], username: name, credential: "c" }],
  ...(iceTtl === undefined ? {} : { iceTtl }),
});

/** A keeper on a clock that stands still; `settled` tells what a question has come to so far. */
function keep(relayOnly = false) {
  const clock = fakeClock();
  const life = new AbortController();
  const server = { open: true, asked: 0, offset: 0 };
  const keeper = keepIceServers({
    ask: () => {
      if (server.open) server.asked++;
      return server.open;
    },
    now: () => clock.now() + server.offset,
    later: clock.later,
    signal: life.signal,
    relayOnly,
  });
  const fresh = () => {
    const seen: { config: RTCConfiguration | null } = { config: null };
    keeper.fresh().then((config) => seen.config = config);
    return async () => {
      await turn();
      return seen.config && (seen.config.iceServers?.[0]?.username ?? "none");
    };
  };
  return { clock, life, server, keeper, fresh };
}

Deno.test("IceServers: servers that are good for a minute are used at once, and nobody is asked", async () => {
  const { keeper, clock, server, fresh } = keep();
  keeper.take(ice("a", 600));
  await clock.pass(540_000);
  assertEquals(await fresh()(), "a");
  assertEquals(server.asked, 0);
  await clock.pass(1);
  const settled = fresh();
  assertEquals([await settled(), server.asked], [null, 1]);
  keeper.take(ice("b", 600));
  assertEquals(await settled(), "b");
});

Deno.test("IceServers: what does not run out is never asked for", async () => {
  const { keeper, clock, server, fresh } = keep();
  keeper.take(ice("a"));
  await clock.pass(1e9);
  assertEquals([await fresh()(), server.asked], ["a", 0]);
});

Deno.test("F51: a connection waits a second and a half at most, then goes on with what there is", async () => {
  const { keeper, clock, fresh } = keep();
  keeper.take(ice("old", 0));
  const settled = fresh();
  await clock.pass(CREDENTIALS_TIMEOUT_MS - 1);
  assertEquals(await settled(), null);
  await clock.pass(1);
  assertEquals([await settled(), CREDENTIALS_TIMEOUT_MS, clock.waiting()], ["old", 1500, 0]);
  // The late answer is for the next one.
  keeper.take(ice("late", 600));
  assertEquals(await fresh()(), "late");
});

Deno.test("F51: a welcome without a relay takes away nothing that is still good", async () => {
  const { keeper, clock, server, fresh } = keep();
  keeper.take(ice("good", 600));
  keeper.take({ iceServers: [], iceTtl: 0 });
  assertEquals([await fresh()(), server.asked], ["good", 0]);
  keeper.take(ice("other", 60));
  assertEquals(await fresh()(), "other");
  await clock.pass(1);
  keeper.take({ iceServers: [], iceTtl: 0 });
  assertEquals(keeper.config().iceServers, []);
});

Deno.test("IceServers: several connections at once ask once", async () => {
  const { keeper, server, fresh } = keep();
  const all = [fresh(), fresh(), fresh()];
  keeper.take(ice("a", 600));
  assertEquals(await Promise.all(all.map((settled) => settled())), ["a", "a", "a"]);
  assertEquals(server.asked, 1);
});

Deno.test("F51: while the relay's credentials are missing it asks six times a minute, never more", async () => {
  const { keeper, clock, server, fresh } = keep();
  for (let second = 0; second < 60; second++) {
    const settled = fresh();
    keeper.take(ice("none yet", 0));
    assertEquals(await settled(), "none yet");
    await clock.pass(1000);
  }
  assertEquals(server.asked, 6);
});

Deno.test("F51: a server that did not answer is not waited for again before the next question", async () => {
  const { keeper, clock, server, fresh } = keep();
  keeper.take(ice("old", 0));
  fresh();
  await clock.pass(CREDENTIALS_TIMEOUT_MS);
  for (let second = 0; second < 8; second++) {
    assertEquals(await fresh()(), "old");
    await clock.pass(1000);
  }
  await clock.pass(500);
  assertEquals(server.asked, 1);
  assertEquals([await fresh()(), server.asked], [null, 2]);
});

Deno.test("IceServers: without a socket nothing is waited for, and the next one asks", async () => {
  const { keeper, server, fresh } = keep();
  server.open = false;
  assertEquals(await fresh()(), "none");
  keeper.take(ice("old", 1));
  assertEquals(await fresh()(), "old");
  server.open = true;
  assertEquals([await fresh()(), server.asked], [null, 1]);
});

Deno.test("F15: a clock that jumps makes it ask, and locks nobody out", async () => {
  for (const jump of [-3_600_000, 3_600_000]) {
    const { keeper, server, fresh } = keep();
    keeper.take(ice("old", 600));
    server.offset = jump;
    const settled = fresh();
    assertEquals([await settled(), server.asked], [null, 1]);
    keeper.take(ice("new", 600));
    assertEquals(await settled(), "new");
    server.offset = 0;
    fresh();
    assertEquals(server.asked, 2);
  }
});

Deno.test("IceServers: with its signal it waits no longer", async () => {
  const { life, clock, server, fresh } = keep();
  const settled = fresh();
  life.abort();
  assertEquals([await settled(), clock.waiting()], ["none", 0]);
  assertEquals([await fresh()(), server.asked], ["none", 1]);
});

Deno.test("IceServers: relay-only is said in every configuration, and otherwise that every way may be taken", () => {
  const hidden = keep(true).keeper;
  assertEquals(hidden.config(), { iceServers: [], iceTransportPolicy: "relay" });
  hidden.take(ice("a", 600));
  assertEquals(hidden.config(), {
    iceServers: [{ urls: ["turn:t"], username: "a", credential: "c" }],
    iceTransportPolicy: "relay",
  });
  const open = keep().keeper;
  assertEquals(open.config(), { iceServers: [], iceTransportPolicy: "all" });
  open.take({ iceServers: [] });
  assertEquals(open.config(), { iceServers: [], iceTransportPolicy: "all" });
});
