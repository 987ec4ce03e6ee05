import { assert, assertEquals, assertMatch } from "@std/assert";
import { ROOT } from "../../routes/build/site.ts";
import { type Certified, certified } from "../harness/authority.ts";
import { type Person, person, roomOf } from "../harness/socket_page.ts";
import { type Process, start } from "../harness/process.ts";

/** A certificate's files where the task may read them, to be replaced as a renewal does. */
async function renewable(first: Certified) {
  const folder = `.tls/test-${crypto.randomUUID()}`;
  const path = new URL(`${folder}/`, ROOT);
  const write = async ({ cert, key }: Certified) => {
    await Deno.writeTextFile(new URL("key.pem", path), key);
    await Deno.writeTextFile(new URL("cert.pem", path), cert);
  };
  await Deno.mkdir(path, { recursive: true });
  await write(first);
  return {
    env: { TLS_CERT: `${folder}/cert.pem`, TLS_KEY: `${folder}/key.pem` },
    write,
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}

/** A page's socket that trusts one authority alone; gives what it hears and how it ends. */
function join({ address }: Process, { protocols }: Person, { authority }: Certified) {
  const client = Deno.createHttpClient({ caCerts: [authority] });
  const url = `${address.replace("https", "wss")}ws/${roomOf("renewal")}`;
  // The browser's types, which tests have, do not know Deno's options.
  const options = { protocols, client } as unknown as string[];
  const socket = new WebSocket(url, options);
  const heard: string[] = [];
  const welcome = Promise.withResolvers<string>();
  const closed = Promise.withResolvers<number>();
  const waiting = new Set<() => void>();
  socket.onmessage = ({ data }) => {
    heard.push(`${data}`);
    for (const look of waiting) look();
    if (`${data}`.includes('"welcome"')) welcome.resolve(`${data}`);
  };
  socket.onclose = ({ code }) => {
    closed.resolve(code);
    welcome.reject(new Error(`closed with ${code}`));
  };
  const dispose = () => {
    socket.close();
    client.close();
  };
  /** Resolves when a frame has named a member: the welcome, or the first after it where isolates are busy. */
  const hears = (id: string) =>
    new Promise<void>((resolve) => {
      const look = () => heard.some((frame) => frame.includes(id)) && resolve();
      waiting.add(look);
      look();
    });
  return {
    heard,
    hears,
    welcome: welcome.promise,
    closed: closed.promise,
    [Symbol.dispose]: dispose,
  };
}

/** True when a fresh connection to the server is shown a certificate of this authority. */
async function shows({ address }: Process, { authority }: Certified): Promise<boolean> {
  using client = Deno.createHttpClient({ caCerts: [authority], poolMaxIdlePerHost: 0 });
  try {
    await (await fetch(`${address}healthz`, { client })).body?.cancel();
    return true;
  } catch {
    return false;
  }
}

for (const isolates of ["1", "2"]) {
  Deno.test(`renewal: a new certificate is shown by the same process, and seats are kept (${isolates})`, async () => {
    const names = ["localhost", "127.0.0.1"];
    const [old, fresh] = [await certified(names), await certified(names)];
    await using files = await renewable(old);
    await using server = await start({
      env: { ...files.env, ALLOW_NO_ORIGIN: "1", WORKERS: isolates },
    });
    assertMatch(server.address, /^https:/);
    const [ann, bob] = [await person(), await person()];
    using annBefore = join(server, ann, old);
    using bobBefore = join(server, bob, old);
    await Promise.all([annBefore.welcome, bobBefore.welcome]);

    await files.write(fresh);
    server.kill("SIGHUP");
    for (const page of [annBefore, bobBefore]) {
      assertEquals(await page.closed, 1012);
      assert(page.heard.includes('{"type":"draining","retryAfter":1}'), `${page.heard}`);
      assertEquals(page.heard.some((frame) => frame.includes("client-leave")), false);
    }
    await server.logs(/"event":"certificate_renewed"/);
    for (let back = 0; back < Number(isolates); back++) {
      await server.logs(new RegExp(`(?:"event":"listener_reopened"[^]*){${back + 1}}`));
    }
    for (let time = 0; time < 8; time++) {
      assertEquals([await shows(server, fresh), await shows(server, old)], [true, false]);
    }
    using annAfter = join(server, ann, fresh);
    await annAfter.hears(bob.id);
    using bobAfter = join(server, bob, fresh);
    await bobAfter.hears(ann.id);
    assertEquals(
      /draining|listener_reopen_failed|uncaught_error/.test(server.errors()),
      false,
      server.errors(),
    );
  });
}

Deno.test("renewal: half of one changes nothing, and is logged without the files' names", async () => {
  const [old, fresh] = [await certified(["127.0.0.1"]), await certified(["127.0.0.1"])];
  await using files = await renewable(old);
  await using server = await start({ env: { ...files.env, ALLOW_NO_ORIGIN: "1" } });
  using page = join(server, await person(), old);
  await page.welcome;
  await files.write({ ...old, key: fresh.key });
  server.kill("SIGHUP");
  await server.logs(/"event":"certificate_unreadable","detail":"Error"/);
  assertEquals([await shows(server, old), page.heard.length], [true, 1]);
});
