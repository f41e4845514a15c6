type Parse<T> = (text: string) => T | undefined;

/** The description of a valid value, or a function that describes what is wrong. */
type Expected = string | ((text: string) => string);

function validator<Output>(validate: (value: unknown) => Result<Output>): Validator<Output> {
  return { "~standard": { version: 1, vendor: "envwall", validate } };
}

function required<T>(expected: Expected, parse: Parse<T>): Validator<T> {
  return validator<T>((given) => {
    const text = typeof given === "string" ? given : "";
    const value = typeof given === "string" ? parse(text) : undefined;
    if (value !== undefined) return { value };
    const why = typeof expected === "string" ? `expected ${expected}` : expected(text);
    const message = given === undefined ? `required but not set: ${why}` : why;
    return { issues: [{ message }] };
  });
}
