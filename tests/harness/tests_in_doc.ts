const ROOT = new URL("../../", import.meta.url);

/** Tests that a document names as `file` “part of the name”, and that are not there. */
export async function missingTests(text: string): Promise<string[]> {
  const missing: string[] = [];
  for (const [, file = "", name = ""] of text.matchAll(/`([^`]+\.tsx?)` “([^”]+)”/g)) {
    const source = await Deno.readTextFile(new URL(`tests/${file}`, ROOT)).catch(() => "");
    if (!source.includes(name)) missing.push(`${file} “${name}”`);
  }
  return missing;
}
