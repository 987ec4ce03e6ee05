/**
 * Checks the vectors with the code that the page runs. A bundle of it is evaluated in browsers, so
 * it uses no test library: it gives what it found, to be compared with what stands in the files.
 */
import { encode } from "../../client/call/security/base64url.ts";
import { lengthPrefixed } from "../../client/call/security/bytes.ts";
import { sasOf } from "../../client/call/security/sas.ts";
import { commitmentOf } from "../../client/call/security/sas_secret.ts";
import { deriveSeal, type MessagePlace } from "../../client/call/security/seal.ts";
import { verifySignature } from "../../client/call/security/signing_key.ts";
import seal from "./seal.json" with { type: "json" };
import session from "./session.json" with { type: "json" };

type Halves = Parameters<typeof sasOf>[0]["sides"];

/** Outcome of one vector: `[what, expected, found]`. */
export type Found = readonly [string, unknown, unknown];

/** Goes through all of them. */
export async function check(): Promise<Found[]> {
  const found: Found[] = [];
  for (const { name, key, roomId, sealed } of seal.rooms) {
    const room = await deriveSeal(name, key);
    found.push([`room id of ${name}`, roomId, room.roomId]);
    for (const { place, body, text } of sealed) await open(room, place, text, body);
  }
  const { name, key, sealed } = seal.refused;
  const room = await deriveSeal(name, key);
  for (const { place, text } of sealed) await open(room, place, text, null);
  for (const { identityKey, signed: parts, bytes, signature } of session.envelopes) {
    const said = lengthPrefixed(parts);
    found.push(["signed bytes", bytes, encode(said)]);
    found.push(["signature", true, await verifySignature(identityKey, signature, said)]);
    const other = lengthPrefixed([...parts, ""]);
    found.push([
      "signature of something else",
      false,
      await verifySignature(identityKey, signature, other),
    ]);
  }
  for (const { sessionInfo, secret, commit } of session.commitments) {
    found.push(["commitment", commit, await commitmentOf(sessionInfo, secret)]);
  }
  for (const { roomId, halves, numbers } of session.codes) {
    const [first, second] = halves;
    if (!first || !second) throw new Error("a code has two halves");
    const orders: Halves[] = [[first, second], [second, first]];
    for (const halves of orders) {
      found.push(["code", numbers.join(), (await sasOf({ roomId, sides: halves })).join()]);
    }
  }
  return found;

  async function open(
    room: Awaited<ReturnType<typeof deriveSeal>>,
    place: MessagePlace,
    text: string,
    body: string | null,
  ): Promise<void> {
    found.push([`sealed ${place.kind}`, body, await room.open(place, text)]);
  }
}
