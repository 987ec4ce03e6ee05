import { assertEquals, assertMatch } from "@std/assert";
import { checkCertificate, namesFor } from "../../../routes/doctor/certificate.ts";
import { checkPort } from "../../../routes/doctor/port.ts";
import { checkHosts } from "../../../routes/doctor/hosts.ts";
import { checkResources, thisMachine } from "../../../routes/doctor/resources.ts";
import { type Finding, found, LEVELS, sentence } from "../../../routes/doctor/findings.ts";
import { doctor as english, type DoctorWords } from "../../../client/ui/i18n/en/doctor.ts";
import { LANGS, LANGUAGES } from "../../../client/ui/i18n/languages.ts";
import { doctor as chinese } from "../../../client/ui/i18n/zh_cn/doctor.ts";
import { certified, certifiedFiles } from "../../harness/authority.ts";
import { freePort } from "../../harness/daemon.ts";
import { doctor } from "../../harness/doctor.ts";
import { start } from "../../harness/process.ts";
import { serve } from "../../harness/service.ts";

const codes = (findings: readonly Finding[]) => findings.map(({ code }) => code);
const host = "127.0.0.1";

Deno.test("doctor: every verdict says the same in each language, with the same values", async () => {
  const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const lang of LANGS) {
    const words: { readonly doctor: DoctorWords } = await import(
      `../../../client/ui/i18n/${LANGUAGES[lang].folder}/doctor.ts`
    );
    const said: Readonly<Record<string, string>> = words.doctor;
    assertEquals(Object.keys(said).sort(), Object.keys(LEVELS).sort(), lang);
    for (const [code, text] of Object.entries(english)) {
      assertEquals(holes(said[code] ?? ""), holes(text), `${lang} ${code}`);
      const form = lang.startsWith("zh") ? /\p{Script=Han}.*[。？]$/u : /^[{A-Z].*[.?]$/;
      assertMatch(said[code] ?? "", form, `${lang} ${code}`);
    }
  }
  assertEquals(
    sentence(found("turn_dns", { at: "turn:a" }), chinese),
    "turn:a：DNS 里没有这个名字的地址。",
  );
});

Deno.test("doctor: the port is free, serves, serves with trouble, or is somebody else's", async () => {
  const check = async (port: number, publicHosts: string[] = []) =>
    codes(await checkPort({ host, port, publicHosts }, null));
  assertEquals(await check(freePort()), ["port_free"]);
  assertEquals(await check(0), []);
  {
    await using well = await serve({ publicHosts: ["call.example"] });
    assertEquals(await check(well.port, ["call.example"]), ["port_serving"]);
    // Probes are answered under any Host.
    assertEquals(await check(well.port), ["port_serving"]);
  }
  {
    await using full = await serve({ memoryIsShort: () => true });
    const [finding] = await checkPort({ host, port: full.port, publicHosts: [] }, null);
    assertEquals([finding?.code, finding?.values.why], ["port_degraded", "memory"]);
  }
  await using ill = await serve({ trouble: () => "no connection to the bus" });
  const [finding] = await checkPort({ host, port: ill.port, publicHosts: [] }, null);
  assertEquals([finding?.code, finding?.values.why], ["port_degraded", "no connection to the bus"]);
  const other = Deno.serve({ hostname: host, port: 0, onListen() {} }, () => new Response("hello"));
  assertEquals(await check(other.addr.port), ["port_taken"]);
  await other.shutdown();
  const away = { host: "192.0.2.1", port: freePort(), publicHosts: [] };
  assertEquals(codes(await checkPort(away, null)), ["port_denied"]);
});

Deno.test("doctor: a server with TLS is asked by TLS, with the certificate that is set", async () => {
  await using made = await certifiedFiles(["call.example"]);
  const server = Deno.serve(
    { hostname: host, port: 0, cert: made.cert, key: made.key, onListen() {} },
    () => Response.json({ status: "ok", sockets: 0 }),
  );
  const check = (trusted: string[] | null) =>
    checkPort({ host, port: server.addr.port, publicHosts: ["call.example"] }, trusted);
  assertEquals(codes(await check([made.authority])), ["port_serving"]);
  assertEquals(codes(await check(null)), ["port_taken"]);
  await server.shutdown();
});

Deno.test("doctor: a certificate for the host, for another, with another key, early, late, soon", async () => {
  const good = await certified(["call.example", "*.b.example"]);
  const now = Date.now();
  const day = 86_400_000;
  const check = (hosts: string[], at = now, key = good.key) =>
    codes(checkCertificate({ cert: good.cert, key }, hosts, at));
  assertEquals(check(["call.example", "a.b.example"]), ["tls_ok"]);
  assertEquals(check(["call.example", "other.example"]), ["tls_name"]);
  assertEquals(check(["127.0.0.1"]), ["tls_name"]);
  assertEquals(check([], now + 15 * day), ["tls_ok"]);
  assertEquals(check([], now + 17 * day), ["tls_soon"]);
  assertEquals(check([], now + 31 * day), ["tls_expired"]);
  assertEquals(check([], now - 51 * day), ["tls_early"]);
  assertEquals(check([], now, (await certified(["x"])).key), ["tls_key"]);
  assertEquals(codes(checkCertificate({ cert: "", key: "" }, [], now)), ["tls_unreadable"]);
});

Deno.test("doctor: a certificate must name the public hosts, or the address, and not this machine", () => {
  const names = (host: string, ...publicHosts: string[]) => namesFor({ host, publicHosts });
  const hosts = ["a.example:8443", "127.0.0.1:8000", "[2001:db8::7]:8000"];
  assertEquals(names("0.0.0.0", ...hosts), ["a.example", "2001:db8::7"]);
  assertEquals(names("192.0.2.7"), ["192.0.2.7"]);
  for (const host of ["0.0.0.0", "::", "127.0.0.1", "::1", "localhost"]) {
    assertEquals(names(host), [], host);
  }
});

Deno.test("doctor: a public host leads here, elsewhere, nowhere, or is unknown", async () => {
  const visit = async (hosts: string[], get: (url: string) => Promise<Response>) =>
    codes(
      await checkHosts(hosts, false, {
        lookup: (name) => Promise.resolve(name.endsWith(".invalid") ? [] : ["192.0.2.1"]),
        get,
      }),
    );
  const asked: string[] = [];
  const ours = (url: string) => {
    asked.push(url);
    return Promise.resolve(Response.json({ status: "degraded", sockets: 1 }));
  };
  assertEquals(await visit(["a.example", "b.example:8443"], ours), ["host_ok", "host_ok"]);
  assertEquals(asked, ["https://a.example/healthz", "https://b.example:8443/healthz"]);
  // With a port of its own it may have a proxy with TLS in front, or none.
  const plain = (url: string) =>
    url.startsWith("https:") ? Promise.reject(new Error("no TLS")) : ours(url);
  assertEquals(await visit(["a.example", "b.example:8000"], plain), ["host_silent", "host_plain"]);
  const full = () =>
    Promise.resolve(Response.json({ status: "full", sockets: 9 }, { status: 503 }));
  assertEquals(await visit(["a.example"], full), ["host_ok"]);
  const lost = () => Promise.resolve(new Response("lost", { status: 404 }));
  assertEquals(await visit(["a.example"], lost), ["host_other"]);
  const other = () => Promise.resolve(Response.json({ status: "ok" }));
  assertEquals(await visit(["a.example"], other), ["host_other"]);
  assertEquals(await visit(["a.example"], () => Promise.reject(new Error("no"))), ["host_silent"]);
  assertEquals(await visit(["a.invalid"], ours), ["host_dns"]);
  assertEquals(await visit(["127.0.0.1:8000", "localhost", "[::1]:80"], ours), []);
});

Deno.test("doctor: memory and files, from what the system says", () => {
  const limits = "Max processes  9 9 processes\nMax open files            1024  4096  files\n";
  const files: Record<string, string> = {
    "/sys/fs/cgroup/memory.max": `${480 * 1024 * 1024}\n`,
    "/proc/self/limits": limits,
  };
  const machine = (read: Record<string, string>) =>
    thisMachine((path) => read[path] ?? null, 8 * 1024 ** 3);
  const own = { memoryOf: "/proc/meminfo, /sys/fs/cgroup", filesOf: "`ulimit -n`" };
  assertEquals(machine(files), { memoryMiB: 480, files: 1024, ...own });
  assertEquals(machine({ "/sys/fs/cgroup/memory.max": "max\n" }), {
    memoryMiB: 8192,
    files: null,
    ...own,
  });
  const check = (memoryMiB: number, maxConns: number) =>
    codes(checkResources({ memoryMiB, connections: { sockets: maxConns } }, machine(files)));
  assertEquals(check(384, 924), ["memory_short", "files_ok"]);
  assertEquals(check(383, 925), ["memory_ok", "files_few"]);
  assertEquals(
    checkResources(
      { memoryMiB: 1, connections: { sockets: 1 } },
      { memoryMiB: null, files: null, memoryOf: "", filesOf: "" },
    ),
    [],
  );
});

Deno.test("thisMachine: where the unit is installed its limits count, not those of the shell", async () => {
  const path = "/etc/systemd/system/visavis.service";
  const unit = await Deno.readTextFile(new URL("../../../deploy/visavis.service", import.meta.url));
  const machine = (unit: string) =>
    thisMachine(
      (asked) => asked === path ? unit : "Max open files  1024  4096  files\n",
      8 * 1024 ** 3,
    );
  assertEquals(machine(unit), {
    memoryMiB: 640,
    memoryOf: path,
    files: 65_536,
    filesOf: path,
  });
  assertEquals(machine("MemoryMax=1G\n").memoryMiB, 1024);
  const [memory] = checkResources(
    { memoryMiB: 320, connections: { sockets: 5000 } },
    machine(unit),
  );
  assertEquals(
    memory && sentence(memory, english),
    `By ${path} there are 640 MiB of memory, and the guard acts at 400.`,
  );
});

Deno.test("doctor: exit 0 when nothing is broken, with the running server found", async () => {
  await using server = await start();
  const { code, text } = await doctor({ PORT: new URL(server.address).port });
  assertEquals(code, 0, text);
  assertMatch(text, /^✓ 127\.0\.0\.1:\d+: the server answers\.$/m);
  assertMatch(text, /^! No TURN is set\./m);
});

Deno.test("doctor: exit 1 when something is broken; Chinese by --lang or LANG; no secret in it", async () => {
  const secret = "9b1f0c7d42e6a853".repeat(2);
  const env = {
    PORT: "0",
    TURN_URLS: `turn:127.0.0.1:${freePort()}?transport=tcp`,
    TURN_SECRET: secret,
    BUS_URL: `nats://user:${secret}@127.0.0.1:${freePort()},user-bus.invalid`,
    CLUSTER_KEY: secret,
  };
  const english = await doctor({ ...env, LANG: "en_US.UTF-8" });
  assertEquals(english.code, 1);
  assertMatch(english.text, /^✗ turn:.*no connection\./m);
  assertMatch(english.text, /^! BUS_URL is on another machine: `deno task start` may not/m);
  assertEquals(english.text.match(/^✗ The bus at \S+ cannot be reached/gm)?.length, 2);
  const wishes = [["zh-CN", "zh_CN.UTF-8", /无法连接/], [
    "zh-Hant",
    "zh_TW.UTF-8",
    /無法連線/,
  ]] as const;
  for (const [lang, LANG, form] of wishes) {
    for (const one of [await doctor(env, `--lang=${lang}`), await doctor({ ...env, LANG })]) {
      assertEquals(one.code, 1);
      assertMatch(one.text.split("\n").find((line) => line.startsWith("✗ turn:")) ?? "", form);
      assertEquals(one.text.includes(secret), false);
    }
  }
  const bad = await doctor({ PORT: "x", TURN_SECRET: secret });
  assertEquals([bad.code, bad.text.match(/^✗ Settings: /gm)?.length], [1, 2]);
});
