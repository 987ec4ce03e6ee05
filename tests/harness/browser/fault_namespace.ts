/**
 * The command that runs a program in a network namespace of its own, where faults of the network
 * harm nothing else on the machine; the namespace goes with its last process. Firefox gathers no
 * candidates without an interface that has an address and a default route, even one to nowhere.
 */
export function isolated(program: string, args: readonly string[]): Deno.Command {
  return new Deno.Command("unshare", {
    args: ["--net", "sh", "-c", `${SETUP} && exec "$@"`, "sh", program, ...args],
    env: { VISAVIS_NAMESPACE: "1" },
    stdin: "null",
  });
}

const SETUP = [
  "ip link set lo up",
  "ip link add near type veth peer name far",
  "ip addr add 10.213.9.1/30 dev near",
  "ip link set near up",
  "ip link set far up",
  "ip route add default dev near",
].join(" && ");
