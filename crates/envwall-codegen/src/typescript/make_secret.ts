function secret<T>(name: string, value: T | undefined): Secret<T> | undefined {
  return value === undefined ? undefined : new Secret(name, value);
}
