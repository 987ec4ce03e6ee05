/** Limits of a setting that is a whole number, and its default. */
export interface NumberRange {
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
}

/** Reads settings by name, and gathers every problem that they have. */
export interface SettingsReader<Name extends string> {
  readonly problems: string[];
  /** Without the spaces around it; undefined when absent or empty. */
  text(name: Name): string | undefined;
  /** A setting, or a value `given` under another name, as a whole number within the range. */
  number(name: Name, range: NumberRange, given?: string, label?: string): number;
  /** Items between commas, in lower case, each of which must have the form. */
  list(name: Name, form: RegExp, what: string): readonly string[];
  /** Two settings that go together; null when both are absent. */
  both(one: Name, other: Name): readonly [string, string] | null;
  /** Notes a problem unless this holds. */
  check(holds: boolean, problem: string): void;
}

/** A reader that has found no problem yet; `get` knows the values. */
export function settingsReader<Name extends string>(
  get: (name: Name) => string | undefined,
): SettingsReader<Name> {
  const problems: string[] = [];
  const text = (name: Name) => get(name)?.trim() || undefined;
  const check = (holds: boolean, problem: string) => void (holds || problems.push(problem));
  return {
    problems,
    text,
    check,
    number(name, { fallback, min, max }, given = text(name), label = name) {
      if (given === undefined) return fallback;
      const value = /^\d{1,12}$/.test(given) ? Number(given) : NaN;
      if (value >= min && value <= max) return value;
      problems.push(`${label} must be a whole number from ${min} to ${max}`);
      return fallback;
    },
    list(name, form, what) {
      const items = (text(name) ?? "").split(",").map((item) => item.trim()).filter(Boolean);
      check(items.every((item) => form.test(item)), `${name} must be ${what}`);
      return items.map((item) => item.toLowerCase());
    },
    both(one, other) {
      const [a, b] = [text(one), text(other)];
      check((a === undefined) === (b === undefined), `${one} and ${other} go together`);
      return a !== undefined && b !== undefined ? [a, b] : null;
    },
  };
}
