/**
 * `deno task audit`: asks the package registry for advisories on what deno.lock pins. Exits with 1
 * when there are some, and with 0 when nobody can be asked, which it says.
 */
export type Audit = "clean" | "advisories" | "not checked";

/** Meaning of the answer of `deno audit`. */
export function judge(success: boolean, text: string): Audit {
  if (success) return "clean";
  return /error sending request|client error|dns error|timed out/i.test(text)
    ? "not checked"
    : "advisories";
}

if (import.meta.main) {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["audit", "--frozen"],
  }).output();
  const text = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
  const found = judge(success, text);
  if (found === "not checked") {
    console.log("!!! ADVISORIES NOT CHECKED: the registry is out of reach");
  } else console.log(text);
  Deno.exit(found === "advisories" ? 1 : 0);
}
