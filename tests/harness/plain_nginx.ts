import { daemon, freePort } from "./daemon.ts";
import { answers, nginxConf } from "./proxy.ts";

/** Starts nginx without TLS in front of a port, with these directives in its only location. */
export async function plainNginx(
  upstream: number,
  directives: string,
): Promise<AsyncDisposable & { readonly origin: string }> {
  const folder = await Deno.makeTempDir();
  await Deno.chmod(folder, 0o755);
  const port = freePort();
  const site = `
    server {
      listen 127.0.0.1:${port};
      location / {
        proxy_pass http://127.0.0.1:${upstream};
        ${directives}
      }
    }`;
  await Deno.writeTextFile(`${folder}/conf`, nginxConf(site, folder));
  const server = daemon("nginx", ["-e", "stderr", "-c", `${folder}/conf`]);
  const origin = `http://127.0.0.1:${port}`;
  await answers(origin, server);
  return {
    origin,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}
