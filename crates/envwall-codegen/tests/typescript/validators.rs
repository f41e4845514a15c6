//! Standard Schema validators, with t3-env.

use crate::generated::{Generated, KEY, PUBLIC, SERVER, printed, succeeded};

/// Typical use of t3-env.
const T3: &str = "import { createEnv } from '@t3-oss/env-core';\n\
    import { client, server } from './env.schema.js';\n\
    declare const process: { env: Record<string, string | undefined> };\n\
    export const env = createEnv({\n\
      clientPrefix: 'APP_',\n\
      client: { APP_ZOOM: client.APP_ZOOM, APP_THEME: client.APP_THEME, APP_NOTE: client.APP_NOTE },\n\
      server,\n\
      runtimeEnv: process.env,\n\
      isServer: true,\n\
    });\n";

#[test]
fn t3_env_accepts_them() {
    let generated = Generated::of(&format!("{PUBLIC}{SERVER}"));
    generated.file("env.ts", T3);
    generated.file(
        "uses.ts",
        "import { env } from './env.js';\n\
         export const key: string = env.WEATHER_API_KEY;\n\
         export const port: number = env.PORT;\n\
         export const zoom: number = env.APP_ZOOM;\n\
         export const theme: 'light' | 'dark \"blue\"' = env.APP_THEME;\n\
         export const note: string | undefined = env.APP_NOTE;\n\
         export const pins: readonly number[] | undefined = env.PINS;\n",
    );
    succeeded(&generated.tsc("esnext", "bundler", &["uses.ts"]));
    generated
        .file("wrong.ts", "import { env } from './env.js'; export const x: string = env.PORT;");
    assert!(printed(&generated.tsc("esnext", "bundler", &["wrong.ts"])).contains("TS2322"));

    let script = "import { env } from './env.js';\n\
        console.log(env.PORT, env.APP_ZOOM, env.APP_NOTE, env.PINS, env['dotted.name']);\n";
    let set = [("WEATHER_API_KEY", KEY), ("PORT", "81"), ("PINS", "1,2")];
    assert_eq!(succeeded(&generated.node(script, &set)), "81 4 undefined [ 1, 2 ] 2000\n");
    let failed = generated.node(script, &[("WEATHER_API_KEY", "wk-short"), ("PORT", "http")]);
    let output = printed(&failed);
    assert!(!failed.status.success());
    assert!(output.contains("expected a port from 1 to 65535"), "{output}");
    assert!(output.contains("expected a string of at least 20 characters"), "{output}");
    assert!(!output.contains("wk-short") && !output.contains("http\""), "{output}");
}
