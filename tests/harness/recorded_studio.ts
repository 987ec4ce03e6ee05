import { until } from "./browser/wait_until.ts";
import { isPassing, type StudioLink } from "./browser/whip_page.ts";

/** A request of a publisher, and what came of it. */
export interface StudioExchange {
  readonly method: string;
  readonly status: number;
  /** When it was asked and answered, by `performance.now()`. */
  readonly asked: number;
  readonly at: number;
}

/** Another address of a studio, which writes down what a publisher asks and is answered. */
export interface RecordedStudio extends StudioLink, AsyncDisposable {
  readonly exchanges: readonly StudioExchange[];
}

/**
 * Makes one, for programs that do not tell what they ask. It tries again in their place while no
 * page is found that answers, unless told to hand that on.
 */
export function recordStudio({ url, token }: StudioLink, tries = true): RecordedStudio {
  const exchanges: StudioExchange[] = [];
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    async (request) => {
      const { method, body } = request;
      const asked = performance.now();
      const text = body && await new Response(body).text();
      const headers = [...request.headers].filter(([name]) => name !== "host");
      const target = new URL(new URL(request.url).pathname, url);
      // Programs give up where people try again.
      const { answer, said } = await until("an answer to a program", async () => {
        const answer = await fetch(target, { method, headers, body: text });
        const said = await answer.text();
        const isOver = !tries || method !== "POST" || !isPassing(answer.status);
        return isOver && { answer, said };
      });
      const { status } = answer;
      exchanges.push({ method, status, asked, at: performance.now() });
      return new Response(said || null, { status, headers: answer.headers });
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}${new URL(url).pathname}`,
    token,
    exchanges,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
