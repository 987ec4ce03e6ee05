import { openRelay, type Place } from "./stun_transport.ts";
import { ATTR, type Attribute, ipv4, type Key, type Message, request, TYPE } from "./stun.ts";

/** A name and its password for a relay. */
export interface Login {
  readonly username: string;
  readonly credential: string;
}

/** Result of asking for an allocation. */
export interface Tried {
  /** The error's number, or 0. */
  readonly code: number;
  /** It was given without a password. */
  readonly open: boolean;
  /** The relay's own address for it, when that is IPv4. */
  readonly relayed: string | null;
  /** From the first question to the last answer. */
  readonly ms: number;
}

const UDP: Attribute = [ATTR.transport, Uint8Array.of(17, 0, 0, 0)];
const UNAUTHORIZED = 401;
const STALE = 438;

/** Asks for an allocation (RFC 8656 §7) and gives it back at once. */
export async function tryAllocation(place: Place, login: Login): Promise<Tried> {
  using relay = await openRelay(place);
  const began = performance.now();
  const result = (answer: Message, open: boolean): Tried => ({
    code: answer.code,
    open,
    relayed: ipv4(answer.attributes.get(ATTR.relayed)),
    ms: Math.round(performance.now() - began),
  });
  let answer = await relay.ask(request(TYPE.allocate, [UDP]));
  if (answer.code !== UNAUTHORIZED) return result(answer, answer.code === 0);
  for (let again = 0; again < 2; again++) {
    const key = keyOf(answer, login);
    if (!key) break;
    answer = await relay.ask(request(TYPE.allocate, [UDP], key));
    if (answer.code === 0) {
      const given = result(answer, false);
      // A lifetime of 0 ends it (RFC 8656 §7.3).
      await relay.ask(request(TYPE.refresh, [[ATTR.lifetime, new Uint8Array(4)]], key));
      return given;
    }
    if (answer.code !== STALE) break;
  }
  return result(answer, false);
}

/** Sends a binding request (RFC 8489 §2); gives the milliseconds until its answer. */
export async function tryBinding(place: Place): Promise<number> {
  using relay = await openRelay(place);
  const began = performance.now();
  await relay.ask(request(TYPE.binding, []));
  return Math.round(performance.now() - began);
}

function keyOf({ attributes }: Message, login: Login): Key | null {
  const [nonce, realm] = [attributes.get(ATTR.nonce), attributes.get(ATTR.realm)];
  return nonce && realm ? { ...login, realm: new TextDecoder().decode(realm), nonce } : null;
}
