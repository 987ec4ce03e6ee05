/** Imports of what is drawn with the controls. */
const ON_CONTROLS = [
  "client/ui/controls/",
  "client/ui/i18n/",
  "client/state/",
  "client/platform/",
  "preact",
];

/** Folders below the connections among members. */
const BELOW_CONNECTION: readonly string[] = [
  "client/call/health/",
  "client/call/security/",
  "client/call/media/",
  "client/call/messages/",
  "client/state/",
  "client/platform/",
  "protocol/",
];

/** Folders below those that stand beside each other on top of the members. */
const BESIDE_MEMBERS: readonly string[] = [
  "client/call/room/",
  "client/call/security/",
  "client/call/messages/",
  "client/state/",
  "client/platform/",
  "protocol/",
];

/**
 * Floors of the house: each folder or file and what it may import besides itself; a folder ends in
 * a slash, the most specific rule holds. Tests and benchmarks may import anything.
 */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  "protocol/": [],
  "signaling/": ["protocol/", "node:"],
  "signaling/bus/": ["signaling/*", "@nats-io/", "node:"],
  "signaling/metrics/": ["signaling/*", "protocol/"],
  "signaling/turn/": ["signaling/*", "protocol/", "node:"],
  "signaling/room/": ["signaling/metrics/", "signaling/*", "protocol/"],
  "signaling/cluster/": ["signaling/bus/", "signaling/room/", "signaling/*", "protocol/"],
  "signaling/endpoint/": ["signaling/bus/", "signaling/room/", "signaling/*", "protocol/"],
  "signaling/hub/": [
    "signaling/cluster/",
    "signaling/endpoint/",
    "signaling/metrics/",
    "signaling/room/",
    "signaling/turn/",
    "signaling/*",
    "protocol/",
  ],
  "config.ts": ["protocol/", "signaling/"],
  "routes/": ["routes/limits/", "signaling/", "protocol/", "hono", "node:"],
  "routes/limits/": ["signaling/"],
  "routes/build/": ["routes/*", "config.ts", "protocol/", "esbuild-wasm", "node:"],
  "routes/process/": [
    "@nats-io/",
    "routes/*",
    "routes/build/",
    "routes/limits/",
    "config.ts",
    "protocol/",
    "signaling/",
    "hono",
    "node:",
    "selfsigned",
    "uqr",
  ],
  "routes/doctor/": [
    "routes/process/",
    "client/ui/i18n/",
    "config.ts",
    "protocol/",
    "signaling/",
    "node:",
  ],
  "main.ts": ["config.ts", "routes/", "signaling/"],

  "client/platform/": ["protocol/listing.ts"],
  "client/call/messages/": ["protocol/"],
  "client/state/": ["client/call/messages/", "protocol/"],
  "client/call/media/": ["client/call/messages/", "client/state/", "client/platform/"],
  "client/call/health/": [
    "client/call/messages/",
    "client/call/media/",
    "client/state/",
    "client/platform/",
    "protocol/",
  ],
  "client/call/security/": ["client/call/messages/", "client/platform/"],
  "client/call/signaling/": [
    "client/call/security/",
    "client/call/messages/",
    "client/state/",
    "client/platform/",
    "protocol/",
  ],
  "client/call/connection/": BELOW_CONNECTION,
  "client/call/room/": ["client/call/connection/", ...BELOW_CONNECTION],
  "client/call/interaction/": BESIDE_MEMBERS,
  "client/call/moderation/": BESIDE_MEMBERS,
  "client/call/chat/": BESIDE_MEMBERS,
  "client/call/files/": BESIDE_MEMBERS,
  "client/call/endpoint/": BESIDE_MEMBERS,
  "client/call/studio/": [...BESIDE_MEMBERS, "client/call/endpoint/", "client/call/media/"],
  "client/call/watching/": [
    ...BESIDE_MEMBERS,
    "client/call/bandwidth/",
    "client/call/connection/",
    "client/call/endpoint/",
    "client/call/health/",
    "client/call/media/",
  ],
  "client/call/bandwidth/": [
    "client/call/room/",
    "client/call/connection/",
    "client/call/health/",
    "client/call/media/",
    "client/call/messages/",
    "client/state/",
    "client/platform/",
  ],
  "client/call/diagnostics/": [
    "client/call/room/",
    "client/call/health/",
    "client/call/media/",
    "client/state/",
    "client/platform/",
    "protocol/",
  ],
  "client/call/call.ts": ["client/call/*/", "client/state/", "client/platform/", "protocol/"],
  "client/call/deferred_control.ts": ["client/call/*/"],
  "client/call/deferred_outside.ts": [
    "client/call/call.ts",
    "client/call/*/",
    "client/state/",
    "client/platform/",
  ],
  "client/call/deferred_standing.ts": [
    "client/call/call.ts",
    "client/call/*/",
    "client/platform/",
  ],
  "client/call/deferred.ts": [
    "client/call/deferred_control.ts",
    "client/call/deferred_outside.ts",
    "client/call/deferred_standing.ts",
    "client/call/call.ts",
    "client/call/*/",
    "client/state/",
    "client/platform/",
  ],
  "client/check/": [
    "client/call/connection/",
    "client/call/media/",
    "client/call/security/",
    "client/call/signaling/",
    "client/state/",
    "client/platform/",
    "protocol/",
  ],
  "client/app/": ["client/call/", "client/state/", "client/platform/", "protocol/"],

  "client/updates/": ["client/state/", "client/platform/", "protocol/"],
  "client/recording/": ["client/call/interaction/", "client/call/watching/", "client/state/"],
  "client/effects/": ["client/call/media/", "client/state/", "client/platform/", "@twilio/"],
  "client/ui/i18n/": ["client/check/state.ts", "client/state/", "client/platform/", "preact"],
  "client/ui/controls/": ["client/ui/i18n/", "client/state/", "client/platform/", "preact"],
  "client/ui/stage/": ["client/ui/controls/", "client/ui/i18n/", "client/state/", "preact"],
  "client/ui/pip/": ["client/ui/stage/", ...ON_CONTROLS],
  "client/ui/notices/": ["client/ui/pip/", ...ON_CONTROLS],
  "client/ui/panels/": [...ON_CONTROLS, "uqr"],
  "client/ui/watch/": ["client/ui/panels/", ...ON_CONTROLS],
  "client/ui/check/": ["client/ui/controls/", "client/ui/i18n/", "client/check/state.ts", "preact"],
  "client/ui/screens/": ["client/ui/", "client/state/", "client/platform/", "preact"],
  "client/": ["client/", "preact"],
};

/** True if a file may import this path or package. */
export function fits(path: string, target: string): boolean {
  const own = floorOf(path);
  return own !== undefined &&
    (floorOf(target) === own || (FLOORS[own] ?? []).some((one) => matches(target, one)));
}

/** The most specific floor that a file stands on. */
function floorOf(path: string): string | undefined {
  return Object.keys(FLOORS).filter((one) => path.startsWith(one))
    .sort((a, b) => b.length - a.length)[0];
}

// A rule `folder/*` means the files of a folder without its folders; `folder/*/` means its folders.
function matches(target: string, rule: string): boolean {
  const [base, star] = rule.split("*");
  if (star === undefined) return target.startsWith(rule);
  if (!target.startsWith(base ?? "")) return false;
  return target.slice(base?.length).includes("/") === (star === "/");
}
