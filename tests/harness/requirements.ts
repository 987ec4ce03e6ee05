/** A program that some tests need and a machine may not have. */
export interface Requirement {
  readonly name: string;
  /** The Debian package, where there is one. */
  readonly get: string;
  /** Tests that are left out without it. */
  readonly tries: string;
  /** The steps of `deno task test` that have such tests. */
  readonly steps: readonly string[];
}

/** Network namespaces need more than a program. */
export const NAMESPACE = "namespace";

/** Everything that tests are skipped for want of. */
export const REQUIREMENTS: readonly Requirement[] = [
  {
    name: "chromium",
    get: "chromium, or CHROMIUM=/path/to/it",
    tries: "the page in a Chromium, and calls",
    steps: ["browser", "network", "soak", "long"],
  },
  {
    name: "firefox",
    get: "firefox-esr, or FIREFOX=/path/to/it",
    tries: "the page in a Firefox, and calls",
    steps: ["browser", "network", "soak", "long"],
  },
  {
    name: "WebKitWebDriver",
    get: "webkit2gtk-driver",
    tries: "the page in a WebKit, without calls",
    steps: ["browser"],
  },
  {
    name: "pulseaudio",
    get: "pulseaudio",
    tries: "sound that Firefox processes",
    steps: ["browser", "long"],
  },
  { name: "Xvfb", get: "xvfb", tries: "a screen for WebKit", steps: ["browser"] },
  {
    name: "whip-client",
    get: "simple-whip-client",
    tries: "a program that streams into a call",
    steps: ["browser", "long"],
  },
  {
    name: "gcc",
    get: "gcc",
    tries: "the same, whose libraries Debian 12 has mixed",
    steps: ["browser", "long"],
  },
  {
    name: "turnserver",
    get: "coturn",
    tries: "calls through a relay, and its settings",
    steps: ["unit", "processes", "browser", "network", "long"],
  },
  {
    name: "nats-server",
    get: "nats-server",
    tries: "several processes on one bus",
    steps: ["unit", "processes", "browser"],
  },
  { name: "caddy", get: "caddy", tries: "the proxy of compose.yaml", steps: ["processes"] },
  { name: "nginx", get: "nginx", tries: "the proxy of README, nginx", steps: ["processes"] },
  { name: "haproxy", get: "haproxy", tries: "the proxy of README, HAProxy", steps: ["processes"] },
  {
    name: "certutil",
    get: "libnss3-tools",
    tries: "calls between homes behind NAT",
    steps: [
      "network",
      "long",
    ],
  },
  {
    name: NAMESPACE,
    get: "Linux, root, iproute2, nftables",
    tries: "faults of the network, a call in a network namespace",
    steps: ["browser", "network", "soak", "long"],
  },
];

/** Lines that say what is missing for this step of the tests, and what is therefore not tried. */
export function missing(step: string, has: (name: string) => boolean): string[] {
  return REQUIREMENTS.filter(({ name, steps }) =>
    (step === "all" || steps.includes(step)) && !has(name)
  )
    .map(({ name, get, tries }) => `  no ${name.padEnd(12)} ${tries} (${get})`);
}
