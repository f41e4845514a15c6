//! Types of `import.meta.env`, `process.env` and a Worker's `Env`.

use crate::generated::{Generated, PUBLIC, SERVER, succeeded};

#[test]
fn client_code_cannot_use_a_server_variable() {
    let generated = Generated::of(&format!("{PUBLIC}{SERVER}"));
    for types in ["", "vite/client", "vite/client,node"] {
        let errors = generated.errors(
            &[
                "const url: string = import.meta.env.APP_URL; url;",
                "const theme: 'light' | 'dark \"blue\"' = import.meta.env.APP_THEME; theme;",
                "const note: string | undefined = import.meta.env.APP_NOTE; note;",
                "const key: string = import.meta.env.WEATHER_API_KEY; key;",
            ],
            types,
        );
        assert_eq!(errors[..3], ["", "", ""], "{types}");
        assert!(errors[3].contains("TS2339"), "{types}: {}", errors[3]);
    }
}

/// Node's types allow any name in `process.env`.
#[test]
fn a_server_variable_of_process_env_is_undefined() {
    let generated = Generated::of(&format!("{PUBLIC}{SERVER}"));
    let errors = generated.errors(
        &[
            "const url: string = process.env.APP_URL; url;",
            "const home: string | undefined = process.env['HOME']; home;",
            "export const key: string = process.env.WEATHER_API_KEY;",
            "fetch(process.env.WEATHER_API_KEY);",
            "export const port: string = process.env.PORT;",
            "const { WEATHER_API_KEY } = process.env; WEATHER_API_KEY.length;",
        ],
        "node",
    );
    assert_eq!(errors[..2], ["", ""]);
    assert!(errors[2..].iter().all(|error| error.contains("error TS")), "{errors:?}");
}

#[test]
fn a_worker_gets_strings_that_the_server_module_parses() {
    let generated = Generated::of(SERVER);
    generated.file(
        "worker.ts",
        "import { readServerEnv } from './env.server.js';\n\
         export default {\n\
           fetch(request: Request, env: Env): Response {\n\
             const key: string = env.WEATHER_API_KEY;\n\
             const { PORT } = readServerEnv(env);\n\
             return new Response(`${key.length} ${PORT.toFixed()} ${request.url}`);\n\
           },\n\
         };\n",
    );
    succeeded(&generated.tsc("esnext", "bundler", &["worker.ts", "worker-env.d.ts"]));
}
