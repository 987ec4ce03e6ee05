import { assertEquals, assertMatch } from "@std/assert";
import { lacks } from "../fakes/daemon.ts";
import { type LoopbackTurn, loopbackTurn } from "../fakes/loopback_turn.ts";
import type { Kind } from "./rig/find.ts";
import { type Entry, scene, type Stage } from "./rig/scene.ts";
import { serve, type Server } from "./rig/server.ts";
import type { Visitor } from "./rig/visitor.ts";

/** A service with a coturn of its own. */
function withTurn(options: LoopbackTurn = {}): () => Promise<Server> {
  return async () => {
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
  };
}

/** A check that has come to its end: topic → verdict, and the page it stands on. */
async function check(stage: Stage, kind: Kind, entry: Entry = {}) {
  stage.expect(/asked another host: (turn|stun)s?:/);
  const ann = await stage.open(kind, `${stage.server.origin}/#/check`, entry);
  await ann.press("check");
  await ann.count('[data-do="copy-report"]', 1);
  return { ann, verdicts: await verdictsOf(ann) };
}

function verdictsOf({ page }: Visitor): Promise<Record<string, string>> {
  return page.$$eval("[data-topic]", (lines) =>
    Object.fromEntries(
      lines.map((line) => [line.getAttribute("data-topic"), line.getAttribute("data-verdict")]),
    ));
}

const DEVICES = { secure: "secure", browser: "capable", camera: "picture", speaker: "listen" };
const turnless = lacks("turnserver", "coturn");
const onTurn = (...[name, needs, play, own]: Required<Parameters<typeof scene>>) =>
  turnless ? Deno.test({ name, ignore: true, fn() {} }) : scene(name, needs, play, own);

for (const kind of ["chromium", "firefox"] as const) {
  scene(
    `check in ${kind}, on a server without a relay: all that is there works`,
    [kind],
    async (stage) => {
      const { verdicts } = await check(stage, kind);
      assertEquals(verdicts, {
        ...DEVICES,
        microphone: "heard",
        server: "answers",
        direct: "direct",
        udp: "relay-none",
        speed: "speed-here",
      });
    },
  );

  onTurn(`check in ${kind}: a relay by UDP and TCP`, [kind], async (stage) => {
    const { ann, verdicts } = await check(stage, kind);
    const { udp, tcp, tls, speed } = verdicts;
    assertEquals({ udp, tcp, tls }, { udp: "relay-works", tcp: "relay-works", tls: "relay-unset" });
    assertMatch(String(speed), /^speed-(good|thin|lossy)$/);
    await ann.reads("through the relay");
  }, withTurn());

  onTurn(
    `check in ${kind}: the server and coturn have different secrets`,
    [kind],
    async (stage) => {
      const { ann, verdicts: { udp, tcp } } = await check(stage, kind);
      assertEquals([udp, tcp], ["relay-refused", "relay-refused"]);
      await ann.reads("TURN_SECRET and coturn's static-auth-secret differ");
      await ann.reads("Something keeps calls from working well");
    },
    withTurn({ secret: "another secret than the service has here today" }),
  );
}
