/** A value that can be read with `expose` only: it is not shown, logged or serialised. */
export class Secret<T> {
  readonly #name: string;
  readonly #value: T;

  constructor(name: string, value: T) {
    this.#name = name;
    this.#value = value;
  }

  /** The value. Each call is a place to look at in review. */
  expose(): T {
    return this.#value;
  }

  /** Throws: a mask in a header or an address would fail far from here. */
  toString(): never {
    throw new TypeError(`${this.#name} is a secret: call expose() where its value is needed`);
  }

  [Symbol.toPrimitive](): never {
    return this.toString();
  }

  toJSON(): string {
    return `Secret(${this.#name})`;
  }
}

// what Node, Deno and Bun show in logs and traces
Object.defineProperty(Secret.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value: Secret.prototype.toJSON,
});
