/** A validator of the Standard Schema, version 1 (https://standardschema.dev). */
export interface Validator<Output> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: "envwall";
    readonly validate: (value: unknown) => Result<Output>;
    readonly types?: { readonly input: string | undefined; readonly output: Output } | undefined;
  };
}

type Result<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string }[] };

type Parse<T> = (text: string) => T | undefined;

function validator<Output>(validate: (value: unknown) => Result<Output>): Validator<Output> {
  return { "~standard": { version: 1, vendor: "envwall", validate } };
}

function required<T>(expected: string, parse: Parse<T>): Validator<T> {
  return validator((text) => {
    const value = typeof text === "string" ? parse(text) : undefined;
    return value === undefined ? { issues: [{ message: `expected ${expected}` }] } : { value };
  });
}

function optional<T>(expected: string, parse: Parse<T>): Validator<T | undefined> {
  const given = required(expected, parse);
  return validator<T | undefined>((text) => {
    const isNothing = text === undefined || (text === "" && parse("") === undefined);
    return isNothing ? { value: undefined } : given["~standard"].validate(text);
  });
}

function withDefault<T>(expected: string, parse: Parse<T>, value: T): Validator<T> {
  const given = required(expected, parse);
  return validator((text) => (text === undefined ? { value } : given["~standard"].validate(text)));
}
