/** A Standard Schema validator, version 1 (https://standardschema.dev). */
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
