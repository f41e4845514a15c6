/** A value that only `expose` returns. It is not printed, logged or serialized. */
export class Secret<T> {
  readonly #name: string;
  readonly #value: T;

  constructor(name: string, value: T) {
    this.#name = name;
    this.#value = value;
  }

  /** Returns the value. Review each call. */
  expose(): T {
    return this.#value;
  }

  /** Throws, since a masked value in a header or URL would fail far from here. */
  toString(): never {
    throw new TypeError(`${this.#name} is a secret: call expose() to get its value`);
  }

  [Symbol.toPrimitive](): never {
    return this.toString();
  }

  toJSON(): string {
    return `Secret(${this.#name})`;
  }
}

// used by Node, Deno and Bun in logs and stack traces
Object.defineProperty(Secret.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value: Secret.prototype.toJSON,
});
