type Parse<T> = (text: string) => T | undefined;

function validator<Output>(validate: (value: unknown) => Result<Output>): Validator<Output> {
  return { "~standard": { version: 1, vendor: "envwall", validate } };
}

function required<T>(expected: string, parse: Parse<T>): Validator<T> {
  return validator<T>((text) => {
    const value = typeof text === "string" ? parse(text) : undefined;
    return value === undefined ? { issues: [{ message: `expected ${expected}` }] } : { value };
  });
}
