import { parse } from "yaml";

/** A service of compose.yaml, in as far as the tests look at it. */
export interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly configs?: readonly { readonly source: string; readonly target: string }[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly restart?: string;
  readonly mem_limit?: string;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: readonly string[];
  readonly network_mode?: string;
}

/** An instruction of a Dockerfile. */
export interface Instruction {
  readonly word: string;
  readonly rest: string;
}

export const ROOT = new URL("../../", import.meta.url);

/** A file of deploy/. */
export function shipped(name: string): string {
  return Deno.readTextFileSync(new URL(`deploy/${name}`, ROOT));
}

/** compose.yaml, in as far as the tests look at it. */
export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly configs: Readonly<Record<string, { readonly content: string }>>;
  readonly networks: Readonly<Record<string, { readonly enable_ipv6?: boolean }>>;
}

/** compose.yaml with its variables still in it. */
export function compose(): Compose {
  return parse(shipped("compose.yaml"));
}

/** One service of compose.yaml. */
export function service(name: string): ComposeService {
  const found = compose().services[name];
  if (!found) throw new Error(`compose.yaml has no ${name}`);
  return found;
}

/**
 * Puts values for `${NAME:?}` and `${NAME:-${OTHER:?}}`, as `docker compose` does: one that is
 * needed and empty is an error.
 */
export function interpolate(text: string, values: Readonly<Record<string, string>>): string {
  const form = /\$\{(\w+)(?:(:\?)|:-((?:\$\{[^}]*\}|[^}])*))?\}/g;
  return text.replace(form, (_, name: string, needed?: string, otherwise = "") => {
    const value = values[name] ?? "";
    if (value === "" && needed) throw new Error(`${name} is empty`);
    return value || interpolate(otherwise, values);
  });
}

/** The variables of the example's compose part; what stands empty there is empty. */
export function example(): Record<string, string> {
  const lines = shipped("visavis.env.example").split("\n");
  return Object.fromEntries(
    lines.filter((line) => /^\w+=/.test(line)).map((line) => {
      const at = line.indexOf("=");
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}

/** The example, filled in as its comments say, for this machine alone. */
export function filledIn(): Record<string, string> {
  const hex = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes)).toHex();
  const secrets = { TURN_SECRET: hex(32), CLUSTER_KEY: hex(32), METRICS_TOKEN: hex(32) };
  return { ...example(), ...secrets, NATS_PASSWORD: `n${hex(24)}` };
}

/** The Dockerfile, instruction by instruction. */
export function instructions(): Instruction[] {
  const text = shipped("Dockerfile").replace(/^#.*\n/gm, "").replace(/\\\n\s*/g, " ");
  return text.split("\n").filter(Boolean).map((line) => {
    const at = line.indexOf(" ");
    return { word: line.slice(0, at), rest: line.slice(at + 1).trim() };
  });
}

/** The words of an instruction in exec form; any other form does not parse. */
export function words(instruction: string): string[] {
  const [found] = instructions().filter(({ word }) => word === instruction);
  const list = JSON.parse(found?.rest.slice(found.rest.indexOf("[")) ?? "");
  if (!Array.isArray(list)) throw new Error(`${instruction} is not in exec form`);
  return list.map(String);
}

/** The words of the unit's ExecStart. */
export function execStart(): string[] {
  const unit = shipped("visavis.service").replace(/\\\n\s*/g, " ");
  return /^ExecStart=(.*)$/m.exec(unit)?.[1]?.split(/\s+/) ?? [];
}
