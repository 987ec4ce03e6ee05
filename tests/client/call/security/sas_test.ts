import { assert, assertEquals } from "@std/assert";
import { codeOf } from "../../../../client/call/security/sas.ts";
import { commitTo, type Half, type Pact } from "../../../../client/call/security/sas_secret.ts";

const half = (name: string): Half => ({
  hello: { sid: `${name} sid`, idk: `${name} idk`, fp: `${name} fp` },
  secret: `${name} secret`,
});
const [ANN, BOB] = [half("ann"), half("bob")];
const PACT: Pact = { roomId: "room", halves: [ANN, BOB] };

Deno.test("both sides read the same three numbers", async () => {
  const code = await codeOf(PACT);
  assertEquals(await codeOf({ ...PACT, halves: [BOB, ANN] }), code);
  assertEquals(code.length, 3);
  assert(code.every((one) => Number.isInteger(one) && one >= 1000 && one <= 9191), `${code}`);
});

Deno.test("whatever differs between the two sides changes the numbers", async () => {
  const code = await codeOf(PACT);
  const others: Pact[] = [
    { ...PACT, roomId: "other" },
    { ...PACT, halves: [{ ...ANN, secret: "else" }, BOB] },
    { ...PACT, halves: [ANN, { ...BOB, secret: "else" }] },
    { ...PACT, halves: [{ ...ANN, secret: BOB.secret }, { ...BOB, secret: ANN.secret }] },
    { ...PACT, halves: [ANN, ANN] },
  ];
  for (const part of ["sid", "idk", "fp"]) {
    const hello = { ...BOB.hello, [part]: "else" };
    others.push({ ...PACT, halves: [ANN, { ...BOB, hello }] });
  }
  for (const other of others) {
    const found = await codeOf(other);
    assert(found.some((one, at) => one !== code[at]), JSON.stringify(other));
  }
});

Deno.test("the numbers use all of their range", async () => {
  const found: (readonly number[])[] = [];
  for (let at = 0; at < 200; at++) found.push(await codeOf({ ...PACT, roomId: `${at}` }));
  for (const at of [0, 1, 2]) {
    const one = found.map((code) => code[at] ?? 0);
    assert(Math.min(...one) < 1800 && Math.max(...one) > 8400, `${Math.min(...one)}`);
    assertEquals(new Set(one).size > 180, true);
  }
});

Deno.test("a commitment holds for its secret and its session", async () => {
  const commit = await commitTo(ANN.hello, ANN.secret);
  assert(/^[A-Za-z0-9_-]{43}$/.test(commit));
  assertEquals(await commitTo(ANN.hello, ANN.secret), commit);
  const others = [
    commitTo(ANN.hello, "else"),
    commitTo(BOB.hello, ANN.secret),
    commitTo({ ...ANN.hello, sid: "" }, ANN.secret),
    commitTo({ ...ANN.hello, idk: "" }, ANN.secret),
    commitTo({ ...ANN.hello, fp: "" }, ANN.secret),
  ];
  for (const other of await Promise.all(others)) assert(other !== commit);
});
