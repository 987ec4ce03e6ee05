import { createEnvelopes, type Envelopes } from "../../../client/call/security/envelope.ts";
import { fingerprintOf } from "../../../client/call/security/fingerprint.ts";
import type { NegotiationMessage, SessionInfo } from "../../../client/call/messages/negotiation.ts";
import { commitmentOf } from "../../../client/call/security/sas_secret.ts";
import { random } from "../../../client/call/security/base64url.ts";
import { sha256, utf8 } from "../../../client/call/security/bytes.ts";
import type { Seal } from "../../../client/call/security/seal.ts";
import { generateSigningKey } from "../../../client/call/security/signing_key.ts";
import { type Impostor, impostor, type Report } from "./impostor_page.ts";
import type { MessageRule, Passing } from "./message_faults.ts";
import type { TestRoom } from "./test_room.ts";

const ABOUT = { name: "Mallory", mic: true, camera: true, screen: false, hand: false };

interface Pen {
  readonly sessionInfo: SessionInfo;
  readonly envelopes: Envelopes;
}

/** The attacker: a page with bare connections, and whatever seal it was given. */
export interface AttackerPage {
  readonly page: Impostor;
  report(): Promise<Report>;
  /** An offer of the attacker's in the name of `from`, as the server would bring it. */
  offer(from: string, to: string, change?: (sdp: string) => string): Promise<string>;
  /** Fates of messages on both sockets of a pair, to stand between the two. */
  bridge(): MessageRule;
  /** Descriptions that the attacker has read and passed on. */
  swapped(): number;
}

/** Opens the page of an attacker with the seal of the room or with that of another one. */
export async function openAttackerPage(testRoom: TestRoom, seal: Seal): Promise<AttackerPage> {
  const visitor = await testRoom.open("chromium", `${testRoom.server.origin}/`);
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
    // Nobody waits for it: the page may be closed before it has been done.
    reveal: (...args) => void ask("reveal", ...args).catch(() => {}),
    report: () => ask("report"),
  };
  const pens = new Map<string, Promise<Pen>>();
  const offered = new Map<string, string>();
  let swapped = 0;

  /** Envelopes in this member's name, with a key and a certificate of the attacker's own. */
  function penOf(name: string, fingerprint: string): Promise<Pen> {
    const made = pens.get(name) ?? generateSigningKey().then(({ signer }) => {
      const sessionInfo = { sessionId: random(16), identityKey: signer.publicKey, fingerprint };
      const session = { info: sessionInfo, certificate: {} as RTCCertificate, sign: signer.sign };
      return { sessionInfo, envelopes: createEnvelopes(seal, session, name) };
    });
    pens.set(name, made);
    return made;
  }

  /** Writes in the name of `from`, whoever that is, and commits to a secret that will be told. */
  async function write(
    from: string,
    to: string,
    sealed: NegotiationMessage,
    sdp: string,
  ): Promise<string> {
    swapped++;
    const { sessionInfo, envelopes } = await penOf(from, fingerprintOf(sdp) ?? "");
    const secret = random(32);
    page.reveal(`to ${to}`, secret);
    const commit = await commitmentOf(sessionInfo, secret);
    const body = { ...sealed.body, commit };
    return await envelopes.seal(to, "*", { ...sealed, body } as NegotiationMessage);
  }

  async function offer(from: string, to: string, change = (sdp: string) => sdp) {
    const sdp = await page.offer(`to ${to}`, `to ${from}`);
    const body = { connection: random(16), sdp: change(sdp), commit: "", about: ABOUT };
    return await write(from, to, { kind: "client-offer", body }, sdp);
  }

  /** The envelope inside, for whoever has the key. */
  async function inside(kind: string, from: string, to: string, sealed: string) {
    const opened = await seal.open({ kind, from, to }, sealed);
    return opened === null ? null : JSON.parse(opened.slice(86)).body;
  }

  async function swap({ text }: Passing, from: string): Promise<string | null> {
    const { type, to, sealed } = JSON.parse(text);
    const found = await inside(type, from, to, sealed);
    if (type === "client-offer") {
      if (found) offered.set(found.connection, found.sdp);
      const sdp = await page.offer(`to ${to}`, `to ${from}`);
      const body = { connection: found?.connection ?? random(16), sdp, commit: "", about: ABOUT };
      return JSON.stringify({
        type,
        to,
        sealed: await write(from, to, { kind: type, body: { ...body, ...about(found) } }, sdp),
      });
    }
    if (type !== "client-answer" || !found) return null;
    await page.accept(`to ${from}`, found.sdp);
    const asked = offered.get(found.connection) ?? "";
    const sdp = await page.answer(`to ${to}`, `to ${from}`, asked);
    const body = { connection: found.connection, sdp, commit: "", about: ABOUT };
    const offer = await sha256(utf8.encode(asked));
    return JSON.stringify({
      type,
      to,
      sealed: await write(from, to, { kind: type, body: { ...body, ...about(found), offer } }, sdp),
    });
  }

  return {
    page,
    report: page.report,
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
        // Handed out as it is, it would tell the newcomer who is there.
        if (type === "client-standing-offer") return [];
        return /^client-(offer|answer|candidate)$/.test(type) ? [swap(message, me)] : [0];
      };
    },
  };
}

/** Repeats what the other says about itself. */
function about(found: { about: typeof ABOUT } | null): { about: typeof ABOUT } {
  return { about: found?.about ?? ABOUT };
}
