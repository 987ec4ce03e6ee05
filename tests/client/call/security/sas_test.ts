import { assert, assertEquals } from "@std/assert";
import { sasOf } from "../../../../client/call/security/sas.ts";
import {
  commitmentOf,
  type SasInputs,
  type SasSide,
} from "../../../../client/call/security/sas_secret.ts";

const half = (name: string): SasSide => ({
  sessionInfo: {
    sessionId: `${name} sessionId`,
    identityKey: `${name} identityKey`,
    fingerprint: `${name} fingerprint`,
  },
  secret: `${name} secret`,
});
const [ANN, BOB] = [half("ann"), half("bob")];
const PACT: SasInputs = { roomId: "room", sides: [ANN, BOB] };

Deno.test("SAS: both sides read the same three numbers", async () => {
  const code = await sasOf(PACT);
  assertEquals(await sasOf({ ...PACT, sides: [BOB, ANN] }), code);
  assertEquals(code.length, 3);
  assert(code.every((one) => Number.isInteger(one) && one >= 1000 && one <= 9191), `${code}`);
});

Deno.test("SAS: whatever differs between the two sides changes the numbers", async () => {
  const code = await sasOf(PACT);
  const others: SasInputs[] = [
    { ...PACT, roomId: "other" },
    { ...PACT, sides: [{ ...ANN, secret: "else" }, BOB] },
    { ...PACT, sides: [ANN, { ...BOB, secret: "else" }] },
    { ...PACT, sides: [{ ...ANN, secret: BOB.secret }, { ...BOB, secret: ANN.secret }] },
    { ...PACT, sides: [ANN, ANN] },
  ];
  for (const part of ["sessionId", "identityKey", "fingerprint"]) {
    const sessionInfo = { ...BOB.sessionInfo, [part]: "else" };
    others.push({ ...PACT, sides: [ANN, { ...BOB, sessionInfo }] });
  }
  for (const other of others) {
    const found = await sasOf(other);
    assert(found.some((one, at) => one !== code[at]), JSON.stringify(other));
  }
});

Deno.test("SAS: the numbers use all of their range", async () => {
  const found: (readonly number[])[] = [];
  for (let at = 0; at < 200; at++) found.push(await sasOf({ ...PACT, roomId: `${at}` }));
  for (const at of [0, 1, 2]) {
    const one = found.map((code) => code[at] ?? 0);
    assert(Math.min(...one) < 1800 && Math.max(...one) > 8400, `${Math.min(...one)}`);
    assertEquals(new Set(one).size > 180, true);
  }
});

Deno.test("SAS: a commitment holds for its secret and its session", async () => {
  const commit = await commitmentOf(ANN.sessionInfo, ANN.secret);
  assert(/^[A-Za-z0-9_-]{43}$/.test(commit));
  assertEquals(await commitmentOf(ANN.sessionInfo, ANN.secret), commit);
  const others = [
    commitmentOf(ANN.sessionInfo, "else"),
    commitmentOf(BOB.sessionInfo, ANN.secret),
    commitmentOf({ ...ANN.sessionInfo, sessionId: "" }, ANN.secret),
    commitmentOf({ ...ANN.sessionInfo, identityKey: "" }, ANN.secret),
    commitmentOf({ ...ANN.sessionInfo, fingerprint: "" }, ANN.secret),
  ];
  for (const other of await Promise.all(others)) assert(other !== commit);
});
