import { assertEquals } from "@std/assert";
import { POLICY, service } from "../harness/service.ts";

const info = { remoteAddr: { transport: "tcp", hostname: "192.0.2.1", port: 1 } } as const;
const room = "r".repeat(22);
const get = (path: string, init?: RequestInit) => new Request(`http://call.example${path}`, init);

async function ask(request: Request, options: Parameters<typeof service>[0] = {}) {
  const response = await service(options).handle(request, info);
  return { response, status: response.status, body: await response.text() };
}

const other = "http://page.example";
const asks = (origin: string) => get(`/ws/${room}`, { headers: { origin } });
const shared = "access-control-allow-origin";

Deno.test("PageOrigins: a page of a named origin reads why its socket does not open", async () => {
  const policy = { ...POLICY, origins: { ...POLICY.origins, pageOrigins: [other] } };
  const hurried = await ask(asks(other), { policy, memoryIsShort: () => true });
  assertEquals([hurried.status, hurried.response.headers.get(shared)], [503, other]);
  assertEquals(hurried.response.headers.get("access-control-expose-headers"), "retry-after");
  assertEquals(hurried.response.headers.get("vary"), "origin");
  assertEquals((await ask(asks(other), { policy })).status, 426);
  // Nothing else is anybody's but this origin's.
  const page = await ask(get("/healthz", { headers: { origin: other } }), { policy });
  assertEquals(page.response.headers.get(shared), null);
});

Deno.test("PageOrigins: a page of any other origin reads that it is not served, and no more", async () => {
  const refused = await ask(asks(other));
  assertEquals(
    [refused.status, refused.body, refused.response.headers.get(shared)],
    [403, '{"error":"origin_forbidden"}', "*"],
  );
  const full = await ask(asks(other), { memoryIsShort: () => true });
  assertEquals([full.status, full.response.headers.get(shared)], [503, null]);
});

Deno.test("PageOrigins: the policy lets the page connect to the signaling that was named, and to no other", async () => {
  const policy = async (signalUrl: string) => {
    const { response } = await ask(get("/"), { policy: { ...POLICY, signalUrl } });
    const all = (response.headers.get("content-security-policy") ?? "").split("; ");
    return all.filter((directive) => /^connect-src|:/.test(directive));
  };
  const images = ["img-src 'self' data: blob:", "media-src 'self' blob:"];
  assertEquals(await policy(""), [...images, "connect-src 'self'"]);
  assertEquals(await policy("https://signal.example:444"), [
    ...images,
    "connect-src 'self' https://signal.example:444 wss://signal.example:444",
  ]);
});

Deno.test("PageOrigins: a page behind a proxy that changes Host reads by a POST that it is not served", async () => {
  const post = (origin: string) =>
    get(`/ws/${room}`, { method: "POST", headers: { origin, host: "call.example" } });
  assertEquals((await ask(post("http://call.example"))).status, 426);
  const { status, body } = await ask(post("http://call.example:8443"));
  assertEquals([status, body], [403, '{"error":"origin_forbidden"}']);
});
