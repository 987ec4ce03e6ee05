/** A server's answer at `/healthz`. */
export interface Health {
  readonly status: number;
  /** `ok`, `degraded`, `full` or `draining`, when it is this service. */
  readonly state: string | null;
  readonly why: string | null;
}

const TIMEOUT_MS = 3000;

/**
 * Asks a server on this machine under a name that it answers to, over TLS when there are
 * certificates to trust; null when it speaks nothing of the kind.
 */
export async function askHere(
  address: Deno.ConnectOptions,
  host: string,
  trusted: readonly string[] | null,
): Promise<Health | null> {
  const plain = await Deno.connect({ ...address, signal: AbortSignal.timeout(TIMEOUT_MS) });
  let conn: Deno.TcpConn | Deno.TlsConn = plain;
  const timer = setTimeout(() => conn.close(), TIMEOUT_MS);
  try {
    if (trusted) {
      // It is asked by its address: whether its names are right is another question.
      const options = { caCerts: [...trusted], unsafelyDisableHostnameVerification: true };
      conn = await Deno.startTls(plain, options);
    }
    const question = `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
    await conn.write(new TextEncoder().encode(question));
    return read(await new Response(conn.readable).text());
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function read(answer: string): Health | null {
  const [head = "", body = ""] = answer.split("\r\n\r\n", 2);
  const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(head) ?? [];
  return status === undefined ? null : { status: Number(status), ...stateOf(body) };
}

/** The state in a body, when it is one of this service. */
export function stateOf(body: string): Pick<Health, "state" | "why"> {
  const [, state = null] = /"status":"(ok|degraded|full|draining)"/.exec(body) ?? [];
  const [, why = null] = /"(?:refuses|why)":"([^"]{1,200})"/.exec(body) ?? [];
  return { state: body.includes('"sockets":') ? state : null, why };
}
