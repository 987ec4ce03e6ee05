import { certifiedFiles } from "./authority.ts";
import { type Daemon, daemon, freePort } from "./daemon.ts";
import { ROOT } from "./deploy_files.ts";
import { type Page, pageOn, type Person, person } from "./socket_page.ts";
import { fromFileUrl } from "./paths.ts";

/** A proxy in front of processes, and a client that trusts its certificate. */
export interface Front extends AsyncDisposable {
  readonly name: string;
  readonly address: string;
  readonly client: Deno.HttpClient;
  readonly server: Daemon;
}

/** Starts one proxy in front of these `host:port`; the port is where pages reach it. */
export type StartFront = (upstreams: readonly string[], port?: number) => Promise<Front>;

const CADDYFILE = fromFileUrl(new URL("deploy/Caddyfile", ROOT));

/** Caddy with the shipped file; what is set here, compose.yaml leaves at its default. */
export async function caddy(upstreams: readonly string[], port = freePort()): Promise<Front> {
  const data = await Deno.makeTempDir();
  const server = daemon("caddy", ["run", "--config", CADDYFILE], {
    DOMAIN: "localhost",
    UPSTREAMS: upstreams.join(" "),
    HTTP_PORT: `${freePort()}`,
    HTTPS_PORT: `${port}`,
    XDG_DATA_HOME: data,
    XDG_CONFIG_HOME: data,
  });
  return await opened("caddy", port, server, data, async () => {
    await server.until(/certificate obtained successfully/);
    return await Deno.readTextFile(`${data}/caddy/pki/authorities/local/root.crt`);
  });
}

/** nginx with README's block in its `http` context. */
export async function nginx(upstreams: readonly string[], port = freePort()): Promise<Front> {
  return await nginxWith(readmeBlock("README.md", "nginx"), upstreams, port);
}

/** nginx with a block for its `http` context. */
export async function nginxWith(
  block: string,
  upstreams: readonly string[],
  port = freePort(),
): Promise<Front> {
  return await configured(
    "nginx",
    upstreams,
    port,
    nginxConf,
    (file) => ["-e", "stderr", "-c", file],
    block,
  );
}

/** Configuration of an nginx that keeps everything in one folder. */
export const nginxConf = (site: string, folder: string): string => `
  daemon off;
  worker_processes 2;
  pid ${folder}/pid;
  error_log stderr;
  events {}
  http {
    access_log off;
    client_body_temp_path ${folder}/body;
    proxy_temp_path ${folder}/proxy;
    fastcgi_temp_path ${folder}/fastcgi;
    uwsgi_temp_path ${folder}/uwsgi;
    scgi_temp_path ${folder}/scgi;
    ${site}
  }`;

/** HAProxy with README's block below the `defaults` that its Debian package has. */
export async function haproxy(upstreams: readonly string[], port = freePort()): Promise<Front> {
  const block = readmeBlock("README.md", "haproxy");
  return await configured(
    "haproxy",
    upstreams,
    port,
    (site) => `
defaults
    mode http
    timeout connect 5000
    timeout client 50000
    timeout server 50000
${site}
`,
    (file) => ["-db", "-f", file],
    block,
  );
}

/** The fenced block of this language in a README. */
export function readmeBlock(file: string, language: string): string {
  const text = Deno.readTextFileSync(new URL(file, ROOT));
  const block = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "ms").exec(text)?.[1];
  if (block === undefined) throw new Error(`${file} has no block for ${language}`);
  return block;
}

async function configured(
  name: string,
  upstreams: readonly string[],
  port: number,
  whole: (site: string, folder: string) => string,
  args: (file: string) => readonly string[],
  block: string,
): Promise<Front> {
  const [first = ""] = upstreams;
  const folder = await Deno.makeTempDir();
  await Deno.chmod(folder, 0o755);
  await using made = await certifiedFiles(["localhost"]);
  await Deno.writeTextFile(`${folder}/call.pem`, `${made.cert}\n${made.key}`);
  // The names of README's example, and what stands for them here.
  const here = block.replaceAll("/etc/ssl/", `${folder}/`)
    .replaceAll("call.example.org", "localhost")
    .replaceAll("listen 443", `listen 127.0.0.1:${port}`)
    .replaceAll("bind :443", `bind 127.0.0.1:${port}`)
    .replace(/10\.0\.0\.(\d):8000/g, (_, at: string) => upstreams[Number(at) - 1] ?? first);
  await Deno.writeTextFile(`${folder}/conf`, whole(here, folder));
  const server = daemon(name, args(`${folder}/conf`));
  return await opened(name, port, server, folder, () => Promise.resolve(made.authority));
}

async function opened(
  name: string,
  port: number,
  server: Daemon,
  folder: string,
  authority: () => Promise<string>,
): Promise<Front> {
  const clean = async () => {
    await server[Symbol.asyncDispose]();
    await Deno.remove(folder, { recursive: true });
  };
  try {
    const client = Deno.createHttpClient({ caCerts: [await authority()] });
    const address = `https://localhost:${port}/`;
    await answers(address, server, client);
    return {
      name,
      address,
      client,
      server,
      async [Symbol.asyncDispose]() {
        client.close();
        await clean();
      },
    };
  } catch (fault) {
    await clean();
    throw fault;
  }
}

/** Until it has taken its first request: before, it refuses connections or handshakes. */
export async function answers(
  address: string,
  server: Daemon,
  client?: Deno.HttpClient,
): Promise<void> {
  let ended = false;
  server.status.then(() => ended = true);
  while (!ended) {
    const response = await fetch(address, client ? { client } : {}).catch(() => null);
    if (response) return await response.body?.cancel();
  }
  throw new Error(`it ended: ${server.text()}`);
}

/** Joins a room by the proxy, as a page does; throws when it is refused. */
export async function joinBy(front: Front, room: string, who?: Person): Promise<Page> {
  const known = who ?? await person();
  const { address, client } = front;
  const options = {
    protocols: [...known.protocols],
    client,
    headers: { origin: new URL(address).origin },
  };
  const url = `${address.replace("http", "ws")}ws/${room}`;
  // Deno's own options, which the types of the DOM do not know.
  return await pageOn(new WebSocket(url, options as never), known.id);
}

/** Status, headers and body of a plain request by the proxy. */
export async function askBy(front: Front, path: string, headers: HeadersInit = {}) {
  const response = await fetch(`${front.address}${path}`, { client: front.client, headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
