import { assertEquals, assertMatch } from "@std/assert";
import { iceSource, noIce, signed, TURN_TTL_S } from "../../../signaling/turn/credentials.ts";
import { readTurn } from "../../../signaling/turn/settings.ts";

const room = "r".repeat(22);
const [first, second] = ["7f3a9c0e51d2b864".repeat(2), "c0ffee5a91d7b328".repeat(2)];
const PASSWORD = "Yahs7phooz";

Deno.test("Credentials: credentials are those of coturn's REST scheme, bound to room and member", () => {
  // printf rrrrrrrrrrrrrrrrrrrrrr | openssl dgst -sha256 -binary | base64 | tr +/ -_ | cut -c 1-8
  const username = "1600:5qMSmoAk.member";
  // printf 1600:5qMSmoAk.member | openssl dgst -sha1 -hmac north -binary | base64
  const credential = "S0Qy5WmpAVMJo28+qLG+PB7ZqGc=";
  assertEquals(signed("north", room, "member", 1600.9), { username, credential });
  const { username: other } = signed("north", "s".repeat(22), "member", 1600);
  assertMatch(other, /^1600:[\w-]{8}\.member$/);
  assertEquals(other === username, false);
});

Deno.test("Credentials: the first secret signs, for ten minutes; STUN servers need no name", () => {
  const ice = iceSource({
    urls: ["turn:t:3478?transport=udp", "stun:s:3478", "TURNS:t:443"],
    credentials: { kind: "secret", secrets: [first, second], ttl: TURN_TTL_S },
  }, () => 1000);
  assertEquals(ice(room, "member"), {
    now: {
      iceServers: [
        { urls: ["stun:s:3478"] },
        {
          urls: ["turn:t:3478?transport=udp", "TURNS:t:443"],
          ...signed(first, room, "member", 1600),
        },
      ],
      iceTtl: 600,
    },
    better: null,
  });
  assertEquals(TURN_TTL_S, 600);
});

Deno.test("Credentials: by default there is no STUN or TURN server, nobody's", () => {
  const problems: string[] = [];
  const turn = readTurn(() => undefined, problems);
  assertEquals(problems, []);
  const nothing = { now: { iceServers: [] }, better: null };
  assertEquals(iceSource(turn, () => 0)(room, "member"), nothing);
  assertEquals(noIce(room, "member"), nothing);
});

Deno.test("Credentials: a fixed name and password are given as they are, and do not run out", () => {
  const ice = iceSource({
    urls: ["turn:t"],
    credentials: { kind: "fixed", username: "u", credential: "p" },
  }, () => 0);
  assertEquals(ice(room, "member").now, {
    iceServers: [{ urls: ["turn:t"], username: "u", credential: "p" }],
  });
});

Deno.test("Credentials: what an issuer gives comes after our own STUN servers, now and later", async () => {
  const servers = [{ urls: ["turn:x"], username: "u", credential: "p" }];
  const ice = iceSource(
    { urls: ["stun:s"], credentials: { kind: "issuer", url: "", token: "" } },
    () => 0,
    () => ({
      now: { iceServers: [], iceTtl: 0 },
      better: Promise.resolve({ iceServers: servers, iceTtl: 9 }),
    }),
  );
  const { now, better } = ice(room, "member");
  assertEquals(now, { iceServers: [{ urls: ["stun:s"] }], iceTtl: 0 });
  assertEquals(await better, { iceServers: [{ urls: ["stun:s"] }, ...servers], iceTtl: 9 });
});

type Env = Record<string, string>;
function read(env: Env) {
  const problems: string[] = [];
  return { turn: readTurn((name) => env[name], problems), problems };
}

Deno.test("Credentials: each kind of credentials is read", () => {
  const kinds: [Env, unknown][] = [
    [{ TURN_URLS: "turn:t", TURN_SECRET: first }, { kind: "secret", secrets: [first], ttl: 600 }],
    [{ TURN_URLS: "turn:t", TURN_SECRET: `${first}, ${second}` }, {
      kind: "secret",
      secrets: [first, second],
      ttl: 600,
    }],
    [{ TURN_URLS: "turn:t", TURN_SECRET: first, TURN_TTL: "10" }, {
      kind: "secret",
      secrets: [first],
      ttl: 10,
    }],
    [{ TURN_URLS: "turn:t", TURN_USERNAME: "u", TURN_PASSWORD: `${PASSWORD}12` }, {
      kind: "fixed",
      username: "u",
      credential: `${PASSWORD}12`,
    }],
    [{ TURN_ISSUER_URL: "https://i.example/x", TURN_ISSUER_TOKEN: "t".repeat(16) }, {
      kind: "issuer",
      url: "https://i.example/x",
      token: "t".repeat(16),
    }],
    [{ TURN_URLS: "stun:s" }, { kind: "none" }],
  ];
  for (const [env, credentials] of kinds) {
    const { turn, problems } = read(env);
    assertEquals([turn.credentials, problems], [credentials, []]);
  }
});

const issuer = { TURN_ISSUER_URL: "https://i.example", TURN_ISSUER_TOKEN: "t".repeat(16) };
const bad: [Env, string][] = [
  [
    { TURN_URLS: "http://a", TURN_SECRET: first },
    "TURN_URLS, number 1: browsers refuse it: it is no",
  ],
  [
    { TURN_URLS: "turn:a,turn:u:p@b", TURN_SECRET: first },
    "TURN_URLS, number 2: browsers refuse it: a",
  ],
  [{ TURN_URLS: "turn:a" }, "go together with TURN_SECRET"],
  [{ TURN_SECRET: first }, "go together with TURN_SECRET"],
  [{ TURN_URLS: "turn:a", TURN_SECRET: "changeme" }, "TURN_SECRET must have"],
  [{ TURN_URLS: "turn:a", TURN_SECRET: `${first},short` }, "TURN_SECRET must have"],
  [{ TURN_URLS: "turn:a", TURN_SECRET: "changeme".repeat(4) }, "can be guessed"],
  [{ TURN_URLS: "turn:a", TURN_SECRET: "a1".repeat(16) }, "can be guessed"],
  [{ TURN_URLS: "turn:a", TURN_SECRET: `change-me-${first}` }, "can be guessed"],
  [{ TURN_URLS: "turn:a", TURN_SECRET: `${first},my-kurento-${first}` }, "can be guessed"],
  ...["9", "86401", "1e3", "-60", "10.5"].map((ttl): [Env, string] => {
    return [{ TURN_URLS: "turn:a", TURN_SECRET: first, TURN_TTL: ttl }, "TURN_TTL must"];
  }),
  [{ TURN_URLS: "turn:a", TURN_SECRET: `${first},${first}` }, "two different secrets"],
  [{ TURN_URLS: "turn:a", TURN_SECRET: `${first},${second},${first}0` }, "two different secrets"],
  [{ TURN_URLS: "turn:a", TURN_USERNAME: "kurento", TURN_PASSWORD: "kurento" }, "TURN_PASSWORD"],
  [{ TURN_URLS: "turn:a", TURN_USERNAME: "u", TURN_PASSWORD: "kurento-kurento" }, "TURN_PASSWORD"],
  [{ TURN_URLS: "turn:a", TURN_USERNAME: "u" }, "go together"],
  [{ TURN_URLS: "turn:a", TURN_PASSWORD: `${PASSWORD}12` }, "go together"],
  [{ TURN_URLS: "turn:a", TURN_SECRET: first, ...issuer }, "exclude each other"],
  [{ TURN_URLS: "turn:a", ...issuer }, "leave only stun:"],
  [{ ...issuer, TURN_ISSUER_URL: "http://i.example" }, "https:"],
  [{ ...issuer, TURN_ISSUER_URL: "https://u:p@i.example" }, "https:"],
  [{ ...issuer, TURN_ISSUER_TOKEN: "short" }, "TURN_ISSUER_TOKEN"],
  [{ TURN_ISSUER_URL: "https://i.example" }, "TURN_ISSUER_TOKEN"],
  [{ TURN_ISSUER_TOKEN: "t".repeat(16) }, "TURN_ISSUER_TOKEN"],
  [{ TURN_URLS: new Array(9).fill("stun:s").join() }, "may hold 8"],
];
for (const [env, words] of bad) {
  Deno.test(`Credentials: ${JSON.stringify(env).slice(0, 90)} is refused: ${words}`, () => {
    const { problems } = read(env);
    const told = problems.join("; ");
    assertEquals(told.includes(words), true, told);
    for (const [name, value] of Object.entries(env)) {
      const secret = name !== "TURN_URLS" && value.length > 7 && value !== "kurento";
      if (secret) assertEquals(told.includes(value), false, "echoed");
    }
  });
}
