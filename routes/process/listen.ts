import { kindOf, type Log } from "../../signaling/log.ts";

/** Options of a listener. */
export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Other isolates listen there too, and the kernel shares out what comes. */
  readonly shared?: boolean;
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly handle: (request: Request, info: Deno.ServeHandlerInfo) => Promise<Response>;
  readonly failed: () => Response;
  readonly onListen: (address: Deno.NetAddr) => void;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly later: (ms: number, run: () => void, signal: AbortSignal) => void;
}

/** A listener that can be given another certificate. */
export interface Listener {
  /**
   * Shows another certificate from now on. Deno keeps a listener's certificate for good and ends
   * its sockets with it, so they are to be closed before.
   */
  renew(tls: NonNullable<ListenOptions["tls"]>): void;
}

const RETRY_MS = 200;
/** Milliseconds until the port of a listener that was shut down is free. */
const FREED_MS = 20;

/**
 * Throws when another program listens there. Listeners that share a port (SO_REUSEPORT) let in any
 * process of the same user, and the kernel would deal sockets out to two services in turn.
 */
export function assertFree({ host, port }: Pick<ListenOptions, "host" | "port">): void {
  Deno.listen({ hostname: host, port }).close();
}

/** Reason in words why a server cannot listen there. */
export function listenFault({ host, port }: Pick<ListenOptions, "host" | "port">, fault: unknown) {
  const where = `cannot listen on ${host} port ${port}`;
  if (fault instanceof Deno.errors.AddrInUse) {
    return `${where}: another program does, perhaps this one, started before. ` +
      "Stop it, or choose another PORT.";
  }
  return `${where}: ${fault instanceof Error ? fault.message : fault}`;
}

/**
 * Serves until the signal aborts. When the listener dies, for instance because no descriptor is
 * free (denoland/deno#10148), it is opened again on the same port; open sockets are not touched.
 */
export function listen(options: ListenOptions): Listener {
  const { signal, log } = options;
  let { port, tls } = options;
  let current: Deno.HttpServer<Deno.NetAddr> | null = null;

  function open(first: boolean): void {
    if (signal.aborted) return;
    let server: Deno.HttpServer<Deno.NetAddr>;
    try {
      server = Deno.serve({
        hostname: options.host,
        port,
        signal,
        reusePort: options.shared ?? false,
        ...(tls ?? {}),
        onError: options.failed,
        onListen(address) {
          port = address.port;
          if (first) options.onListen(address);
          else log({ level: "info", event: "listener_reopened" });
        },
      }, options.handle);
    } catch (fault) {
      if (first) throw fault;
      log({ level: "error", event: "listener_reopen_failed", detail: kindOf(fault) });
      return options.later(RETRY_MS, () => open(false), signal);
    }
    current = server;
    server.finished.catch((fault: unknown) => {
      current = null;
      log({ level: "error", event: "listener_failed", detail: kindOf(fault) });
      options.later(RETRY_MS, () => open(false), signal);
    });
  }

  open(true);
  return {
    renew(fresh) {
      tls = fresh;
      // Without one it is about to be opened anyway.
      if (!current) return;
      // What was asked is still answered.
      current.shutdown().catch(() => {});
      current = null;
      options.later(FREED_MS, () => open(false), signal);
    },
  };
}
