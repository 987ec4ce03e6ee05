import { sh } from "../harness/sh.ts";

/** A link that carries so much and no more, until it is disposed of. */
export interface BandwidthLimit extends AsyncDisposable {
  /** Every lane carries so many kbit/s from now on. */
  carries(kbit: number): Promise<void>;
  /** Puts packets from these ports, too, on the lane of this number, as after a rebuild. */
  covers(lane: number, ports: readonly number[]): Promise<void>;
  /** Packets that had to wait on any lane so far, and packets for which there was no room. */
  seen(): Promise<{ readonly waited: number; readonly dropped: number }>;
}

/** Longest wait in the queue, in ms; a packet beyond it has no room. */
const QUEUE = 400;
const TABLE = "inet bandwidth";

/**
 * Gives each of these sets of UDP ports a lane of its own: what is sent from them on loopback goes
 * through a token bucket (tc-htb) with a queue before it, as through a narrow uplink. All else,
 * signaling and the tests' own traffic, is not held up.
 */
export async function limitBandwidth(
  lanes: readonly (readonly number[])[],
): Promise<BandwidthLimit> {
  const tc = (...words: string[]) => sh("tc", ...words);
  await tc("qdisc", "add", "dev", "lo", "root", "handle", "1:", "htb");
  await sh(
    "nft",
    `add table ${TABLE}; add chain ${TABLE} out { type filter hook output priority 0; }`,
  );
  const ids = lanes.map((_, at) => `1:${(16 + at).toString(16)}`);
  const known = new Set<number>();
  async function covers(lane: number, ports: readonly number[]): Promise<void> {
    const more = ports.filter((port) => !known.has(port));
    if (more.length === 0) return;
    for (const port of more) known.add(port);
    const which = `udp sport { ${more.join(", ")} }`;
    await sh("nft", `add rule ${TABLE} out ${which} meta priority set ${ids[lane]}`);
  }
  for (const [lane, ports] of lanes.entries()) await covers(lane, ports);
  let made = false;
  return {
    covers,
    async carries(kbit) {
      for (const id of ids) {
        const rate = ["rate", `${kbit}kbit`, "burst", "2000", "cburst", "2000"];
        await tc("class", "replace", "dev", "lo", "parent", "1:", "classid", id, "htb", ...rate);
        const limit = String(Math.round(kbit * QUEUE / 8));
        const how = made ? "change" : "add";
        await tc("qdisc", how, "dev", "lo", "parent", id, "bfifo", "limit", limit);
      }
      made = true;
    },
    async seen() {
      const said = await tc("-s", "class", "show", "dev", "lo");
      const sum = (what: RegExp) =>
        [...said.matchAll(what)].reduce((all, [, one]) => all + Number(one), 0);
      return { waited: sum(/overlimits (\d+)/g), dropped: sum(/dropped (\d+)/g) };
    },
    async [Symbol.asyncDispose]() {
      await tc("qdisc", "del", "dev", "lo", "root");
      await sh("nft", `delete table ${TABLE}`);
    },
  };
}
