function optional<T>(expected: Expected, parse: Parse<T>): Validator<T | undefined> {
  const given = required(expected, parse);
  return validator<T | undefined>((text) => {
    const isNothing = text === undefined || (text === "" && parse("") === undefined);
    return isNothing ? { value: undefined } : given["~standard"].validate(text);
  });
}
