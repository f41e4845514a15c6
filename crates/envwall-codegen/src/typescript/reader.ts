/** Where values come from: `process.env`, or the bindings that a platform passes to request handlers. */
export type Source = object;

/** Lists all missing or invalid variables. It contains no values. */
export class EnvError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const one = problems.length === 1;
    const count = one ? "1 environment variable is" : `${problems.length} environment variables are`;
    super(`${count} missing or invalid\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.name = "EnvError";
    this.problems = problems;
  }
}

type Parse<T> = (text: string) => T | undefined;

/** The description of a valid value, or a function that describes what is wrong. */
type Expected = string | ((text: string) => string);

/** Reads variables and collects all problems. */
class Reader {
  readonly #source: Source;
  readonly #problems: string[] = [];

  constructor(source: Source) {
    this.#source = source;
  }

  required<T>(name: string, expected: Expected, parse: Parse<T>): T {
    const text = this.#text(name);
    if (text === undefined) return this.#problem(`${name} is required but not set`);
    const value = parse(text);
    if (value !== undefined) return value;
    if (text === "") return this.#problem(`${name} is required but empty`);
    const why = typeof expected === "string" ? `expected ${expected}` : expected(text);
    return this.#problem(`${name} is invalid: ${why}`);
  }

  optional<T>(name: string, expected: Expected, parse: Parse<T>): T | undefined {
    const text = this.#text(name);
    if (text === undefined || (text === "" && parse(text) === undefined)) return undefined;
    return this.required(name, expected, parse);
  }

  withDefault<T>(name: string, expected: Expected, parse: Parse<T>, value: T): T {
    return this.#text(name) === undefined ? value : this.required(name, expected, parse);
  }

  finish(): void {
    if (this.#problems.length > 0) throw new EnvError(this.#problems);
  }

  #text(name: string): string | undefined {
    const value = (this.#source as Record<string, unknown>)[name];
    if (value === undefined || value === null || typeof value === "string") return value ?? undefined;
    // some platforms pass numbers and JSON unserialized
    return JSON.stringify(value);
  }

  #problem(problem: string): never {
    this.#problems.push(problem);
    // `finish` throws before this is used
    return undefined as never;
  }
}
