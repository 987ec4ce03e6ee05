/** Settings of a bus between processes. */
export interface BusSettings {
  /** As it was given: one or several servers, with user and password or a token. */
  readonly url: string;
  readonly protocol: "nats:" | "tls:" | "ws:" | "wss:";
  /** `host:port` each; `nats://` and `tls://` may name several, with a comma between them. */
  readonly servers: readonly string[];
  /** Options of the client for user and password, or a token; empty for neither. */
  readonly login: { user: string; pass: string } | { token: string } | Record<never, never>;
  /** Credentials of a NATS account (JWT and nkey seed), the text of a `.creds` file. */
  readonly creds: string | null;
  /** Certificate authority of the server's certificate, in PEM; null: those of the system. */
  readonly ca: string | null;
}

type Name = "BUS_URL" | "BUS_CA" | "BUS_CREDS";

const FORM = /^(nats:|tls:|wss?:)\/\/(?:([^\s/@]*)@)?([^\s/@]+)\/?$/;

/** Reads the settings of the bus; null when there is none, or with a problem told. */
export function readBus(
  text: (name: Name) => string | undefined,
  problems: string[],
): BusSettings | null {
  const [url, ca = null, creds = null] = [text("BUS_URL"), text("BUS_CA"), text("BUS_CREDS")];
  for (const [name, pem] of [["BUS_CA", ca], ["BUS_CREDS", creds]] as const) {
    if (pem !== null && !pem.includes("-----BEGIN")) {
      problems.push(`${name} must be the text of the file, not its path: it has -----BEGIN in it`);
    }
  }
  if (url === undefined) return null;
  const [, scheme, given = "", hosts = ""] = FORM.exec(url) ?? [];
  const protocol = (["nats:", "tls:", "ws:", "wss:"] as const).find((one) => one === scheme);
  const servers = hosts.split(",");
  const several = protocol === "ws:" || protocol === "wss:" ? 1 : 16;
  const valid = servers.length <= several &&
    servers.every((host) => URL.canParse(`http://${host}/`));
  if (!protocol || !valid) {
    problems.push(
      "BUS_URL must be nats:// or tls:// with hosts (a comma between them), or ws:// or wss:// with one",
    );
    return null;
  }
  try {
    const [user = "", pass = ""] = given.split(":").map(decodeURIComponent);
    return {
      url,
      protocol,
      servers,
      login: pass ? { user, pass } : user ? { token: user } : {},
      creds,
      ca,
    };
  } catch {
    problems.push("BUS_URL: % in user or password is written %25");
    return null;
  }
}
