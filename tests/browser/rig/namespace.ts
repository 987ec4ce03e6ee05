/** A network namespace with nothing in it but loopback and a cable to nowhere. */
export interface Namespace extends AsyncDisposable {
  /** The command that runs a program there. */
  inside(program: string, args: readonly string[]): Deno.Command;
}

/** The cable's own address, which browsers find besides loopback. */
const ADDRESS = "10.213.9.1/30";

/**
 * Makes a namespace in which faults of the network harm nothing else on the machine. Firefox
 * gathers no candidates without an interface that has an address and a default route.
 */
export async function makeNamespace(): Promise<Namespace> {
  const name = `visavis-faults-${Deno.pid}`;
  await sh("ip", "netns", "add", name);
  const space: Namespace = {
    inside: (program, args) =>
      new Deno.Command("ip", { args: ["netns", "exec", name, program, ...args], stdin: "null" }),
    [Symbol.asyncDispose]: () => sh("ip", "netns", "del", name).then(() => {}),
  };
  try {
    const ip = (...words: string[]) => sh("ip", "-n", name, ...words);
    await ip("link", "add", "near", "type", "veth", "peer", "name", "far");
    await ip("addr", "add", ADDRESS, "dev", "near");
    for (const link of ["lo", "near", "far"]) await ip("link", "set", link, "up");
    await ip("route", "add", "default", "dev", "near");
  } catch (error) {
    await space[Symbol.asyncDispose]();
    throw error;
  }
  return space;
}

/** Runs a program and gives what it prints. */
export async function sh(program: string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args }).output();
  if (!success) {
    throw new Error(`${program} ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  }
  return new TextDecoder().decode(stdout);
}
