import { lookup } from "node:dns/promises";
import { fileURLToPath as fromFileUrl } from "node:url";
import type { DoctorWords } from "../../client/ui/i18n/en/doctor.ts";
import { LANGUAGES, pickLanguage } from "../../client/ui/i18n/languages.ts";
import { type Config, readConfig } from "../../config.ts";
import { systemClock } from "../../signaling/clock.ts";
import { type Identity, lanFiles } from "../process/self_signed.ts";
import { checkBus } from "./bus.ts";
import { checkCertificate, namesFor } from "./certificate.ts";
import { composeSettings, isCompose } from "./compose.ts";
import { checkPort } from "./port.ts";
import { checkHosts } from "./hosts.ts";
import { checkReach } from "./reach.ts";
import { checkResources, thisMachine } from "./resources.ts";
import { checkTurn } from "./turn.ts";
import { type Finding, found, levelOf, reason, sentence } from "./findings.ts";
import { askIssuer } from "../process/turn_issuer.ts";
import { ignoreResets } from "../process/uncaught.ts";

// `deno task doctor`: tries the settings from the server's side, and says what is wrong.
const MARKS = { fine: "✓", look: "!", broken: "✗" } as const;
const TIMEOUT_MS = 5000;
const { signal } = new AbortController();
ignoreResets();

const wish = Deno.args.findLast((arg) => arg.startsWith("--lang="))?.slice(7) ??
  Deno.env.get("LC_ALL") ?? Deno.env.get("LANG") ?? "";
const { folder } = LANGUAGES[pickLanguage([wish])];
const words: { readonly doctor: DoctorWords } = await import(
  `../../client/ui/i18n/${folder}/doctor.ts`
);
const levels: string[] = [];

function tell(findings: readonly Finding[]): void {
  for (const finding of findings) {
    const level = levelOf(finding);
    levels.push(level);
    console.log(`${MARKS[level]} ${sentence(finding, words.doctor)}`);
  }
}

async function addresses(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

async function get(url: string): Promise<Response> {
  return await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
}

/** The certificate that the server shows, or why it cannot be read. */
function identityOf({ lan, listen: { tls } }: Config): Identity | Finding | null {
  const files = tls ?? (lan ? lanFiles(".tls") : null);
  if (!files) return null;
  try {
    return { cert: Deno.readTextFileSync(files.cert), key: Deno.readTextFileSync(files.key) };
  } catch (fault) {
    // The first start with --lan makes its own.
    return lan ? null : found("tls_unreadable", { why: reason(fault) });
  }
}

function text(path: string): string | null {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return null;
  }
}

const own = (name: string) => Deno.env.get(name);
const file = (path: string) => text(fromFileUrl(new URL(path, import.meta.url))) ?? "";
/** Asked within the network of compose.yaml, which has no way out. */
const inside = Deno.args.includes("--inside");
const outside = !inside && isCompose(own);
const compose = outside ? composeSettings(file("../../deploy/compose.yaml"), own) : null;

const args = Deno.args.filter((arg) => !/^--(?:lang=|inside$)/.test(arg));
const got = readConfig(compose ? (name) => compose.settings.get(name) : own, args);
const read = compose && compose.problems.length > 0
  ? { ok: false as const, problems: compose.problems }
  : got;
if (read.ok) {
  const { config } = read;
  const identity = identityOf(config);
  const shown = identity && "cert" in identity ? identity : null;
  tell([found("settings_ok")]);
  if (outside) tell([found("compose_read")]);
  else tell(await checkPort(config.listen, shown ? [shown.cert] : config.listen.tls ? [] : null));
  if (identity && "code" in identity) tell([identity]);
  if (shown) tell(checkCertificate(shown, namesFor(config.listen), Date.now()));
  const behindProxy = outside || inside;
  if (!behindProxy && !config.listen.tls && !config.lan && config.listen.publicHosts.length > 0) {
    tell([found("tls_none")]);
  }
  if (!inside) {
    tell(
      await checkHosts(config.listen.publicHosts, config.listen.tls !== null, {
        lookup: addresses,
        get,
      }),
    );
    tell(
      await checkTurn(config.turn, {
        now: () => Date.now() / 1000,
        lookup: addresses,
        issue: (url, token) => askIssuer({ url, token, clock: systemClock, signal }),
        caCerts: [],
      }),
    );
  }
  // The containers may reach whatever their network does.
  if (!behindProxy) tell(await checkReach(config, file("../../deno.json")));
  if (!outside) {
    tell(await checkBus(config.bus, config.clusterKey));
    tell(checkResources(config, thisMachine(text, Deno.systemMemoryInfo().total)));
  }
} else {
  tell(read.problems.map((problem) => found("settings_bad", { problem })));
}
Deno.exit(levels.includes("broken") ? 1 : 0);
