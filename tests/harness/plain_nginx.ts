import { daemon, freePort } from "./daemon.ts";

/** Starts nginx without TLS in front of a port, with these directives in its only location. */
export async function plainNginx(
  upstream: number,
  directives: string,
): Promise<AsyncDisposable & { readonly origin: string }> {
  const folder = await Deno.makeTempDir();
  await Deno.chmod(folder, 0o755);
  const port = freePort();
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${folder}/${name};`);
  await Deno.writeTextFile(
    `${folder}/conf`,
    `daemon off;
    pid ${folder}/pid;
    error_log stderr;
    events {}
    http {
      access_log off;
      ${paths.join("\n")}
      server {
        listen 127.0.0.1:${port};
        location / {
          proxy_pass http://127.0.0.1:${upstream};
          ${directives}
        }
      }
    }`,
  );
  const server = daemon("nginx", ["-e", "stderr", "-c", `${folder}/conf`]);
  const origin = `http://127.0.0.1:${port}`;
  let hasEnded = false;
  server.status.then(() => hasEnded = true);
  for (let isUp = false; !isUp && !hasEnded;) {
    const answer = await fetch(origin).catch(() => null);
    await answer?.body?.cancel();
    isUp = answer !== null;
  }
  return {
    origin,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}
