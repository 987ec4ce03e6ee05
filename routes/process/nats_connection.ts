import type { NatsConnection } from "@nats-io/nats-core";
import type { BusSettings } from "../../signaling/bus_settings.ts";

/** Connects once. Loads only the transport that is needed. */
export async function connectNats(settings: BusSettings): Promise<NatsConnection> {
  const { protocol, servers, login, creds, ca } = settings;
  const core = await import("@nats-io/nats-core");
  const authenticator = creds && core.credsAuthenticator(new TextEncoder().encode(creds));
  const common = {
    ...login,
    ...(authenticator ? { authenticator } : {}),
    name: "visavis",
    noEcho: true,
    // The bus connects anew itself, as it does at first: it can say why it is not connected.
    reconnect: false,
    pingInterval: 5000,
    maxPingOut: 2,
  };
  if (protocol === "ws:" || protocol === "wss:") {
    return await core.wsconnect({ ...common, servers: `${protocol}//${servers[0]}` });
  }
  const node = await import("@nats-io/transport-node");
  const tls = protocol === "tls:" ? { tls: ca ? { ca } : {} } : {};
  // The system resolves the name: the client's own way needs more permissions.
  return await node.connect({ ...common, ...tls, servers: [...servers], resolve: false });
}
