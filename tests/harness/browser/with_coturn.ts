import { lacks } from "../daemon.ts";
import { type LoopbackTurn, loopbackTurn, type RunningTurn } from "../loopback_turn.ts";
import type { Kind } from "./browser_binaries.ts";
import { browserTest, type TestRoom } from "./test_room.ts";
import { serve, type Server } from "./server.ts";

const missing = lacks("turnserver", "coturn");

/** A test with real browsers, on a service with a coturn of its own. */
export function browserTestWithTurn(
  options: LoopbackTurn,
  name: string,
  needs: readonly Kind[],
  play: (testRoom: TestRoom, turn: RunningTurn) => Promise<void>,
): void {
  if (missing) return Deno.test({ name, ignore: true, fn() {} });
  let turn: RunningTurn | null = null;
  browserTest(name, needs, (testRoom) => {
    // It is on this machine, and no host of somebody else's.
    for (const address of options.addresses ?? ["127.0.0.1"]) {
      testRoom.expect(new RegExp(`^asked another host: (turn|stun)s?:${RegExp.escape(address)}:`));
    }
    if (!turn) throw new Error("no relay");
    return play(testRoom, turn);
  }, async () => {
    turn = await loopbackTurn(options);
    return await serveWithTurn(turn);
  });
}

async function serveWithTurn(turn: RunningTurn): Promise<Server> {
  const server = await serve(turn.env);
  let ended: PromiseLike<void> | null = null;
  return {
    ...server,
    async stop(signal) {
      const status = await server.stop(signal);
      await (ended ??= turn[Symbol.asyncDispose]());
      return status;
    },
  };
}
