import { lacks } from "../../fakes/daemon.ts";
import { type LoopbackTurn, loopbackTurn } from "../../fakes/loopback_turn.ts";
import { scene } from "./scene.ts";
import { serve, type Server } from "./server.ts";

const missing = lacks("turnserver", "coturn");

/** A test with real browsers, on a service with a coturn of its own. */
export function turned(
  options: LoopbackTurn,
  ...[name, needs, play]: Parameters<typeof scene>
): void {
  if (missing) return Deno.test({ name, ignore: true, fn() {} });
  scene(name, needs, (stage) => {
    // It is on this machine, and no host of somebody else's.
    stage.expect(/^asked another host: (turn|stun)s?:127\.0\.0\.1:/);
    return play(stage);
  }, () => serveWithTurn(options));
}

async function serveWithTurn(options: LoopbackTurn): Promise<Server> {
  const turn = await loopbackTurn(options);
  const server = await serve(turn.env);
  return {
    ...server,
    async stop(signal) {
      const status = await server.stop(signal);
      await turn[Symbol.asyncDispose]();
      return status;
    },
  };
}
