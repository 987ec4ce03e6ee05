import { randomBytes } from "node:crypto";
import { openRelay, type Relay, type Transport } from "../../routes/doctor/stun_transport.ts";
import {
  ATTR,
  type Attribute,
  type Key,
  type Message,
  peer,
  request,
  TYPE,
} from "../../routes/doctor/stun.ts";

/** A name and its password, as `welcome` carries them. */
export interface Credential {
  readonly username: string;
  readonly credential: string;
}

/** A client of a TURN server on this machine; over TLS it trusts this authority. */
export function client(
  port: number,
  transport: Transport = "udp",
  authority?: string,
): Promise<Relay> {
  const caCerts = authority === undefined ? {} : { caCerts: [authority] };
  return openRelay({ host: "localhost", address: "127.0.0.1", port, transport, ...caCerts });
}

/** An Allocate request with the dance for the nonce; gives the last answer and the key used. */
export async function allocate(
  relay: Relay,
  { username, credential }: Credential,
  { family = 4, transport = 17 }: { readonly family?: 4 | 6; readonly transport?: number } = {},
): Promise<{ readonly answer: Message; readonly key: Key }> {
  const wants: Attribute[] = [[ATTR.transport, Uint8Array.of(transport, 0, 0, 0)]];
  if (family === 6) wants.push([ATTR.family, Uint8Array.of(2, 0, 0, 0)]);
  const challenge = await relay.ask(request(TYPE.allocate, wants));
  const nonce = challenge.attributes.get(ATTR.nonce);
  const realm = challenge.attributes.get(ATTR.realm);
  if (challenge.code !== 401 || !nonce || !realm) throw new Error(`not asked for a password`);
  const key = { username, credential, realm: new TextDecoder().decode(realm), nonce };
  return { answer: await relay.ask(request(TYPE.allocate, wants, key)), key };
}

/** Asks for something towards a peer; gives the error's number, or 0. */
export async function towards(
  relay: Relay,
  key: Key,
  address: string,
  type: number = TYPE.permission,
): Promise<number> {
  const id = randomBytes(12);
  const attributes: Attribute[] = [[ATTR.peer, peer(address, 53, id)]];
  if (type === TYPE.channel) attributes.push([ATTR.channel, Uint8Array.of(0x40, 0, 0, 0)]);
  return (await relay.ask(request(type, attributes, key, id))).code;
}
