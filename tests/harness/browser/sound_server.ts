import { type Daemon, daemon, lacks } from "../daemon.ts";

/** A sound server with a device that nobody hears: without one Firefox leaves its AudioContext suspended. */
interface SoundServer extends AsyncDisposable {
  /** Environment of a browser that is to find it. */
  readonly env: Readonly<Record<string, string>>;
}

/** Starts one of its own, which no other program of the machine knows. */
async function startSound(): Promise<SoundServer> {
  const folder = await Deno.makeTempDir();
  const socket = `${folder}/socket`;
  const server: Daemon = daemon("pulseaudio", [
    "-n",
    "--daemonize=no",
    "--exit-idle-time=-1",
    "--disable-shm=yes",
    "--log-level=info",
    "--load=module-null-sink",
    `--load=module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
  ], { HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_RUNTIME_PATH: folder });
  await server.until(/Daemon startup complete/);
  return {
    env: { PULSE_SERVER: `unix:${socket}` },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** True if there is no sound server on this machine. */
export const NO_SOUND = lacks("pulseaudio");

const sound = NO_SOUND ? null : await startSound();

Deno.test.afterAll(async () => await sound?.[Symbol.asyncDispose]());

/** How somebody enters whose browser has a device for sound. */
export const HEARING = { with: { env: sound?.env ?? {} }, kept: true } as const;
