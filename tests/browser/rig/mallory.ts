import { correspond, type Letters } from "../../../client/call/letter.ts";
import { fingerprintOf } from "../../../client/call/fingerprint.ts";
import type { Sealed } from "../../../client/call/pairing.ts";
import { random } from "../../../client/call/base64url.ts";
import { sha256, utf8 } from "../../../client/call/bytes.ts";
import type { Seal } from "../../../client/call/seal.ts";
import { newSigner } from "../../../client/call/signer.ts";
import { type Impostor, impostor, type Report } from "./impostor.ts";
import type { Fate, Passing } from "./line.ts";
import type { Stage } from "./scene.ts";

const ABOUT = { name: "Mallory", mic: true, camera: true, screen: false, hand: false };

/** The attacker: a page with bare connections, and whatever seal it was given. */
export interface Mallory {
  readonly page: Impostor;
  report(): Promise<Report>;
  /** Letters in this member's name, with a key and a certificate of Mallory's own. */
  letters(name: string, fp: string): Promise<Letters>;
  /** An offer of Mallory's in the name of `from`, as the server would bring it. */
  offer(from: string, to: string, change?: (sdp: string) => string): Promise<string>;
  /** What becomes of messages on both sockets of a pair, to stand between the two. */
  bridge(): Fate;
  /** Descriptions that went through Mallory's hands. */
  swapped(): number;
}

/** Mallory comes, with the seal of the room or with that of another one. */
export async function mallory(stage: Stage, seal: Seal): Promise<Mallory> {
  const visitor = await stage.open("chromium", `${stage.server.origin}/`);
  await visitor.page.evaluate(impostor);
  const ask = <K extends keyof Impostor>(what: K, ...args: Parameters<Impostor[K]>) =>
    visitor.page.evaluate(
      (what, args) => {
        const { __impostor: tools } = globalThis as unknown as { __impostor: Impostor };
        return (tools[what] as (...args: unknown[]) => unknown)(...args);
      },
      what,
      args,
    ) as Promise<Awaited<ReturnType<Impostor[K]>>>;
  const page: Impostor = {
    offer: (...args) => ask("offer", ...args),
    answer: (...args) => ask("answer", ...args),
    accept: (...args) => ask("accept", ...args),
    say: (...args) => void ask("say", ...args),
    report: () => ask("report"),
  };
  const pens = new Map<string, Promise<Letters>>();
  const offered = new Map<string, string>();
  let swapped = 0;

  function letters(name: string, fp: string): Promise<Letters> {
    const known = pens.get(name);
    if (known) return known;
    const made = newSigner().then(({ signer }) => {
      const hello = { sid: random(16), idk: signer.idk, fp };
      return correspond(
        seal,
        { hello, certificate: {} as RTCCertificate, sign: signer.sign },
        name,
      );
    });
    pens.set(name, made);
    return made;
  }

  /** Writes in the name of `from`, whoever that is. */
  async function write(from: string, to: string, sdp: string, sealed: Sealed): Promise<string> {
    swapped++;
    return await (await letters(from, fingerprintOf(sdp) ?? "")).write(to, "*", sealed);
  }

  async function offer(from: string, to: string, change = (sdp: string) => sdp) {
    const sdp = await page.offer(`to ${to}`, `to ${from}`);
    const body = { pc: random(16), sdp: change(sdp), commit: random(32), about: ABOUT };
    return await write(from, to, sdp, { kind: "client-offer", body });
  }

  /** The letter inside, for whoever has the key. */
  async function inside(kind: string, from: string, to: string, sealed: string) {
    const opened = await seal.open({ kind, from, to }, sealed);
    return opened === null ? null : JSON.parse(opened.slice(86)).body;
  }

  async function swap({ text }: Passing, from: string): Promise<string | null> {
    const { type, to, sealed } = JSON.parse(text);
    const found = await inside(type, from, to, sealed);
    if (type === "client-offer") {
      if (found) offered.set(found.pc, found.sdp);
      const sdp = await page.offer(`to ${to}`, `to ${from}`);
      const body = { pc: found?.pc ?? random(16), sdp, commit: random(32), about: ABOUT };
      return JSON.stringify({
        type,
        to,
        sealed: await write(from, to, sdp, { kind: type, body: { ...body, ...about(found) } }),
      });
    }
    if (type !== "client-answer" || !found) return null;
    await page.accept(`to ${from}`, found.sdp);
    const asked = offered.get(found.pc) ?? "";
    const sdp = await page.answer(`to ${to}`, `to ${from}`, asked);
    const body = { pc: found.pc, sdp, commit: random(32), about: ABOUT };
    const offer = await sha256(utf8.encode(asked));
    return JSON.stringify({
      type,
      to,
      sealed: await write(from, to, sdp, { kind: type, body: { ...body, ...about(found), offer } }),
    });
  }

  return {
    page,
    report: page.report,
    letters,
    offer,
    swapped: () => swapped,
    bridge() {
      let me = "";
      return (message) => {
        const { by, type, text } = message;
        if (by === "server") {
          if (type === "welcome") me = JSON.parse(text).id;
          return [0];
        }
        return /^client-(offer|answer|candidate)$/.test(type) ? [swap(message, me)] : [0];
      };
    },
  };
}

/** Mallory repeats what the other says about itself. */
function about(found: { about: typeof ABOUT } | null): { about: typeof ABOUT } {
  return { about: found?.about ?? ABOUT };
}
