import { type Browser, launch } from "puppeteer-core";
import { type Kind, where } from "./browser_binaries.ts";
import { copyProfile, removeAfter } from "./firefox_profile.ts";

/** How a browser differs from one with a camera, a microphone, and permission for both. */
export interface Kinds {
  /** `denied`: the person says no. `none`: no device at all. */
  readonly media?: "fake" | "denied" | "none";
  /** `policy`: sound needs a gesture, as for people. */
  readonly autoplay?: "free" | "policy";
  /** Languages that the person reads, as in `Accept-Language`. */
  readonly language?: string;
  /** A binary other than the one on the PATH. */
  readonly binary?: string;
  readonly args?: readonly string[];
  /** Chromium hides its addresses behind names of mDNS, unless it lets the page use a camera. */
  readonly hides?: boolean;
  /** False: as with people, nobody is found at 127.0.0.1 when there is no network. */
  readonly loopback?: boolean;
  /** Tabs that nobody sees are slowed down, as people's are. */
  readonly throttled?: boolean;
  /** The folder of its profile; otherwise a fresh one. */
  readonly profile?: string;
  /** Environment of its process, beside that of this one. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where it can be driven, on 127.0.0.1; otherwise any free port. */
  readonly port?: number;
}

/** Starts a browser with a fresh profile. */
export async function start(kind: Kind, kinds: Kinds = {}): Promise<Browser> {
  const copy = kind === "firefox" && kinds.profile === undefined ? await copyProfile() : undefined;
  const browser = await run(kind, copy === undefined ? kinds : { ...kinds, profile: copy });
  if (copy !== undefined) removeAfter(browser, copy);
  return browser;
}

function run(kind: Kind, kinds: Kinds): Promise<Browser> {
  const executablePath = kinds.binary ?? where(kind);
  if (!executablePath) throw new Error(`${kind} is missing`);
  const common = {
    acceptInsecureCerts: true,
    handleSIGINT: false,
    timeout: 60_000,
    env: { ...Deno.env.toObject(), ...kinds.env },
    ...(kinds.port === undefined ? {} : { debuggingPort: kinds.port }),
    ...(kinds.profile === undefined ? {} : { userDataDir: kinds.profile }),
  };
  return kind === "chromium"
    ? launch({ ...common, executablePath, headless: true, pipe: false, args: flags(kinds) })
    : launch({
      ...common,
      browser: "firefox",
      executablePath,
      headless: true,
      extraPrefsFirefox: preferences(kinds),
    });
}

function flags(kinds: Kinds) {
  const {
    media = "fake",
    autoplay = "free",
    language = "en-US",
    args = [],
    throttled,
    hides,
    loopback = true,
  } = kinds;
  return [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--mute-audio",
    // Rings of sound that glow cost a page without a graphics card an eighth of a core.
    "--force-prefers-reduced-motion",
    ...(hides ? [] : ["--disable-features=WebRtcHideLocalIpsWithMdns"]),
    ...(loopback ? ["--allow-loopback-in-peer-connection"] : []),
    // Several pages share one screen: none of them may be taken for hidden and slowed down.
    ...(throttled ? [] : [
      "--disable-backgrounding-occluded-windows",
      "--disable-renderer-backgrounding",
      "--disable-background-timer-throttling",
    ]),
    "--auto-select-desktop-capture-source=Entire screen",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    `--accept-lang=${language}`,
    `--use-fake-ui-for-media-stream${media === "denied" ? "=deny" : ""}`,
    ...(media === "none" ? [] : ["--use-fake-device-for-media-stream"]),
    ...(autoplay === "free" ? ["--autoplay-policy=no-user-gesture-required"] : []),
    ...args,
  ];
}

function preferences(kinds: Kinds) {
  const { media = "fake", autoplay = "free", language = "en-US", throttled, loopback = true } =
    kinds;
  return {
    "media.navigator.streams.fake": media !== "none",
    "media.navigator.permission.disabled": media !== "denied",
    "permissions.default.camera": media === "denied" ? 2 : 0,
    "permissions.default.microphone": media === "denied" ? 2 : 0,
    // 5 is what the menu calls "block audio and video".
    "media.autoplay.default": autoplay === "free" ? 0 : 5,
    "media.peerconnection.ice.loopback": loopback,
    "media.peerconnection.ice.obfuscate_host_addresses": false,
    "media.gmp-manager.url": "http://127.0.0.1:9/",
    "app.update.enabled": false,
    "network.captive-portal-service.enabled": false,
    "network.connectivity-service.enabled": false,
    "intl.accept_languages": language,
    // Tabs behind the first are not slowed down.
    ...(throttled ? {} : {
      "dom.min_background_timeout_value": 4,
      "dom.timeout.enable_budget_timer_throttling": false,
      "dom.ipc.processPriorityManager.enabled": false,
    }),
    // The camera's sign in the tab pulses 60 times a second: half a core in a browser without GPU.
    "ui.prefersReducedMotion": 1,
  };
}
