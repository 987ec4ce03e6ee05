// The floor of relay.ts and memory.ts: a bare relay that looks up the target and nothing else.
const sockets = new Map<string, WebSocket>();

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(`http://127.0.0.1:${port}/`),
}, (request) => {
  const id = (request.headers.get("sec-websocket-protocol") ?? "").split(" ")[1]?.split(".")[0];
  if (!id) return new Response(null, { status: 400 });
  const { socket, response } = Deno.upgradeWebSocket(request, { protocol: "rtc.v1" });
  socket.onopen = () => {
    sockets.set(id, socket);
    socket.send('{"type":"welcome"}');
  };
  socket.onmessage = ({ data }) => sockets.get(JSON.parse(data).to)?.send(data);
  socket.onclose = () => sockets.delete(id);
  return response;
});
