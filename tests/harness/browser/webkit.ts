import { until } from "./wait_until.ts";
import { daemon, freePort, lacks } from "../daemon.ts";

/** A WebKit, driven by W3C WebDriver on a screen that nobody sees. */
export interface WebKit extends AsyncDisposable {
  /** Opens an address, or goes to another fragment of it. */
  goto(url: string): Promise<void>;
  /** Runs the body of an async function in the page; its value comes back as JSON. */
  evaluate<T>(body: string): Promise<T>;
  /** Resolves when the body's value is true; throws with what the page shows. */
  until(body: string): Promise<void>;
}

/** Where Debian's packages put the browser of WebKitGTK, by architecture. */
const LIBRARIES = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"];

function miniBrowser(): string | null {
  for (const library of LIBRARIES) {
    const path = `${library}/webkit2gtk-4.1/MiniBrowser`;
    try {
      if (Deno.statSync(path).isFile) return path;
    } catch {
      // Another architecture.
    }
  }
  return null;
}

/** True if this machine cannot drive a WebKit, which is said. */
export const lacksWebKit = (): boolean =>
  lacks("WebKitWebDriver", "webkit2gtk-driver") || lacks("Xvfb", "xvfb") || miniBrowser() === null;

/** Starts a WebKit with made-up devices. */
export async function startWebKit(): Promise<WebKit> {
  const screen = daemon("Xvfb", [
    "-displayfd",
    "1",
    "-screen",
    "0",
    "1280x800x24",
    "-nolisten",
    "tcp",
  ]);
  const [display] = await screen.until(/^\d+/m);
  const port = freePort();
  const driver = daemon("WebKitWebDriver", [`--port=${port}`], {
    DISPLAY: `:${display}`,
    LANGUAGE: "en",
    LC_ALL: "C.UTF-8",
  });

  async function command(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${port}/session${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(value));
    return value;
  }

  await until("WebKitWebDriver", async () => {
    const status = await fetch(`http://127.0.0.1:${port}/status`).catch(() => null);
    await status?.body?.cancel();
    return status !== null;
  });
  const options = {
    binary: miniBrowser(),
    args: ["--automation", "--enable-mock-capture-devices=true", "--enable-media-stream=true"],
  };
  const session = await command("POST", "", {
    capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } },
  });
  const id = typeof session === "object" && session && Reflect.get(session, "sessionId");
  const evaluate = async <T>(body: string) =>
    await command("POST", `/${id}/execute/sync`, {
      script: `return (async () => { ${body} })()`,
      args: [],
    }) as T;
  return {
    goto: async (url) => void await command("POST", `/${id}/url`, { url }),
    evaluate,
    async until(body) {
      const shown = () => evaluate<string>("return document.body.innerText.slice(0, 600)");
      await until(body, () => evaluate<boolean>(body), shown);
    },
    async [Symbol.asyncDispose]() {
      await command("DELETE", `/${id}`).catch(() => {});
      await driver[Symbol.asyncDispose]();
      await screen[Symbol.asyncDispose]();
    },
  };
}
