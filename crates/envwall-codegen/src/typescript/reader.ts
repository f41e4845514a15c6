/** Where values come from: `process.env`, or what a platform hands to a request's handler. */
export type Source = object;

/** Everything that is wrong with the environment. It holds no value. */
export class EnvError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const one = problems.length === 1;
    const count = one ? "1 environment variable is" : `${problems.length} environment variables are`;
    super(`${count} not right\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.name = "EnvError";
    this.problems = problems;
  }
}

type Parse<T> = (text: string) => T | undefined;

/** What a value has to be, or what is said of one that is not. */
type Expected = string | ((text: string) => string);

/** Reads variable after variable and keeps everything that is wrong. */
class Reader {
  readonly #source: Source;
  readonly #problems: string[] = [];

  constructor(source: Source) {
    this.#source = source;
  }

  required<T>(name: string, expected: Expected, parse: Parse<T>): T {
    const text = this.#text(name);
    if (text === undefined) return this.#problem(`${name} is required, and nothing sets it`);
    const value = parse(text);
    if (value !== undefined) return value;
    if (text === "") return this.#problem(`${name} is required, and its value is empty`);
    const why = typeof expected === "string" ? `expected ${expected}` : expected(text);
    return this.#problem(`${name} does not fit: ${why}`);
  }

  optional<T>(name: string, expected: Expected, parse: Parse<T>): T | undefined {
    const text = this.#text(name);
    if (text === undefined || (text === "" && parse(text) === undefined)) return undefined;
    return this.required(name, expected, parse);
  }

  or<T>(name: string, expected: Expected, parse: Parse<T>, value: T): T {
    return this.#text(name) === undefined ? value : this.required(name, expected, parse);
  }

  finish(): void {
    if (this.#problems.length > 0) throw new EnvError(this.#problems);
  }

  #text(name: string): string | undefined {
    const value = (this.#source as Record<string, unknown>)[name];
    if (value === undefined || value === null || typeof value === "string") return value ?? undefined;
    // platforms hand out numbers and JSON as what they are
    return JSON.stringify(value);
  }

  #problem(problem: string): never {
    this.#problems.push(problem);
    // `finish` throws before anyone sees this
    return undefined as never;
  }
}
