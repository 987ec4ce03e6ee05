import { fileURLToPath } from "node:url";

/** `deno task bench [part…]`: every part prints ratios against a floor measured in the same run. */
const parts = ["relay", "memory", "bus", "cluster", "setup", "turn", "fifth", "latency", "files"];

/** Take many minutes, or root: only when they are named. A number after one is that of its runs. */
const named = ["recovery", "scale", "group", "encoders", "studio", "players"];

const numbers = Deno.args.filter((word) => /^\d+$/.test(word));
const names = Deno.args.filter((word) => !numbers.includes(word));
const wanted = names.length > 0
  ? [...parts, ...named].filter((part) => names.includes(part))
  : parts;
const above: string[] = [];
for (const part of wanted) {
  const file = fileURLToPath(new URL(`${part}.ts`, import.meta.url));
  console.log(`# ${part}`);
  const run = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", file, ...numbers],
    stdin: "null",
  });
  if (!(await run.spawn().status).success) above.push(part);
  console.log();
}
console.log(above.length > 0 ? `too high: ${above.join(", ")}` : "all within their limits");
Deno.exit(above.length > 0 ? 1 : 0);
