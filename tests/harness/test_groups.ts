/** Folder of the modules that {@link writeGroups} writes, which is not under version control. */
const FOLDER = "dist/test_groups";

/**
 * Deals files of tests out to groups of `size` at most: the first ones lead a group each, so that
 * groups that are run in their order begin with them.
 */
export function deal(files: readonly string[], size: number): string[][] {
  const groups = Math.ceil(files.length / size);
  return Array.from(
    { length: groups },
    (_, group) => files.filter((_, at) => at % groups === group),
  );
}

/**
 * Modules that each import the test files of one group, by path: their tests run one after the
 * other and share what the harness keeps, a server and browsers, whose start costs as much as a test.
 */
export async function writeGroups(groups: readonly (readonly string[])[]): Promise<string[]> {
  await Deno.mkdir(FOLDER, { recursive: true });
  return await Promise.all(groups.map(async (files, at) => {
    const names = files.map((file) => file.replace(/^.*\/|_test\.tsx?$/g, ""));
    const path = `${FOLDER}/${at + 1}_${names.join("_")}_test.ts`;
    await Deno.writeTextFile(path, files.map((file) => `import "../../${file}";\n`).join(""));
    return path;
  }));
}
