/** The bare pages and the simplest relay: whatever one says, the others in the same room hear. */
export function serveBare(): Deno.HttpServer<Deno.NetAddr> {
  const rooms = new Map<string, Set<WebSocket>>();
  const page = read("index.html");
  const small = page.replace('data-kind="large"', 'data-kind="small"');
  const files = new Map([
    ["/", { type: "text/html; charset=utf-8", text: page }],
    ["/small", { type: "text/html; charset=utf-8", text: small }],
    ["/bare.css", { type: "text/css; charset=utf-8", text: read("bare.css") }],
    ["/mesh", { type: "text/html; charset=utf-8", text: read("mesh.html") }],
    ["/mesh.css", { type: "text/css; charset=utf-8", text: read("mesh.css") }],
    ["/mesh.js", { type: "text/javascript; charset=utf-8", text: read("mesh.js") }],
    ["/bare.js", { type: "text/javascript; charset=utf-8", text: read("bare.js") }],
  ]);
  return Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const { pathname, search } = new URL(request.url);
    if (pathname === "/ws") return relay(request, search, rooms);
    const file = files.get(pathname);
    if (!file) return new Response(null, { status: 404 });
    const age = file.type.startsWith("text/html") ? "no-cache" : "max-age=31536000, immutable";
    return new Response(file.text, {
      headers: { "content-type": file.type, "cache-control": age },
    });
  });
}

function relay(request: Request, name: string, rooms: Map<string, Set<WebSocket>>): Response {
  const { socket, response } = Deno.upgradeWebSocket(request);
  const room = rooms.get(name) ?? new Set();
  rooms.set(name, room);
  socket.addEventListener("open", () => room.add(socket));
  socket.addEventListener("close", () => room.delete(socket));
  socket.addEventListener("message", ({ data }) => {
    for (const other of room) {
      if (other !== socket && other.readyState === WebSocket.OPEN) other.send(data);
    }
  });
  return response;
}

function read(name: string): string {
  return Deno.readTextFileSync(new URL(name, import.meta.url));
}
