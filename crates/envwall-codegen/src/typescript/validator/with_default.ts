function withDefault<T>(expected: Expected, parse: Parse<T>, value: T): Validator<T> {
  const given = required(expected, parse);
  return validator<T>((text) => (text === undefined ? { value } : given["~standard"].validate(text)));
}
