type Parse<T> = (text: string) => T | undefined;

/** What a value has to be, or what is said of one that is not. */
type Expected = string | ((text: string) => string);

function validator<Output>(validate: (value: unknown) => Result<Output>): Validator<Output> {
  return { "~standard": { version: 1, vendor: "envwall", validate } };
}

function required<T>(expected: Expected, parse: Parse<T>): Validator<T> {
  return validator<T>((text) => {
    const given = typeof text === "string" ? text : "";
    const value = typeof text === "string" ? parse(text) : undefined;
    if (value !== undefined) return { value };
    const message = typeof expected === "string" ? `expected ${expected}` : expected(given);
    return { issues: [{ message }] };
  });
}
