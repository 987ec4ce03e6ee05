import { sh } from "../sh.ts";

/** A network namespace from which nothing can be reached but one address of this machine. */
export interface NetworkNamespace {
  /** The address of this machine, as seen from the namespace. */
  readonly host: string;
  /** Runs a program there. */
  run(program: string, args: readonly string[]): Promise<{ success: boolean; output: string }>;
  /** Packets that tried to go elsewhere and were dropped. */
  dropped(): Promise<number>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** True when this machine lets us make namespaces: Linux, root, iproute2 and nftables. */
export async function canMakeNamespaces(): Promise<boolean> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  try {
    await sh("ip", "netns", "list");
    await sh("nft", "--version");
    return true;
  } catch {
    return false;
  }
}

/** Makes the namespace, a cable to it, and rules that let only the cable's other end through. */
export async function makeNamespace(): Promise<NetworkNamespace> {
  const name = `visavis${Deno.pid}`;
  const [near, far] = [`vv${Deno.pid}h`, `vv${Deno.pid}i`];
  const [host, own] = ["10.213.7.1", "10.213.7.2"];
  await sh("ip", "netns", "add", name);
  try {
    await sh("ip", "link", "add", near, "type", "veth", "peer", "name", far, "netns", name);
    await sh("ip", "addr", "add", `${host}/30`, "dev", near);
    await sh("ip", "link", "set", near, "up");
    await inside("ip", "addr", "add", `${own}/30`, "dev", far);
    await inside("ip", "link", "set", far, "up");
    await inside("ip", "link", "set", "lo", "up");
    // Firefox gathers no candidates without a default route, even one that leads nowhere.
    await inside("ip", "route", "add", "default", "via", host);
    await inside(
      "nft",
      `add table inet cut; add chain inet cut out { type filter hook output priority 0; policy drop; };
       add rule inet cut out oif lo accept;
       add rule inet cut out ip daddr { ${host}, ${own} } accept;
       add rule inet cut out counter drop`,
    );
  } catch (error) {
    await dispose();
    throw error;
  }

  function inside(...words: string[]): Promise<string> {
    return sh("ip", "netns", "exec", name, ...words);
  }

  async function dispose(): Promise<void> {
    await sh("ip", "netns", "del", name);
    // A process that lives on inside would keep the cable, and the next namespace its address.
    await sh("ip", "link", "del", near).catch(() => {});
  }

  return {
    host,
    async run(program, args) {
      const command = ["netns", "exec", name, program, ...args];
      const ran = await new Deno.Command("ip", { args: command, stdin: "null" }).output();
      const output = [ran.stdout, ran.stderr].map((bytes) => new TextDecoder().decode(bytes));
      return { success: ran.success, output: output.join("") };
    },
    async dropped() {
      const rules = await inside("nft", "list", "chain", "inet", "cut", "out");
      return Number(/counter packets (\d+)/.exec(rules)?.[1] ?? 0);
    },
    [Symbol.asyncDispose]: dispose,
  };
}
