//! The client module with `client-mode = "static"`.

use crate::generated::{Generated, PUBLIC, SERVER, succeeded};

#[test]
fn the_client_has_public_values_and_no_server_variable() {
    let generated = Generated::compiled(&format!("{PUBLIC}{SERVER}"));
    let client = generated.text("env.client.ts");
    for name in ["WEATHER_API_KEY", "PORT:", "LOG_LEVEL", "PINS", "dotted", "Secret"] {
        assert!(!client.contains(name), "{name} in\n{client}");
    }
    let ran = succeeded(&generated.node(
        "import { env } from './env.client.js'; console.log(JSON.stringify(env), Object.isFrozen(env));",
        &[],
    ));
    let (json, frozen) = ran.trim().rsplit_once(' ').expect("two");
    let env: serde_json::Value = serde_json::from_str(json).expect("JSON");
    assert_eq!(frozen, "true");
    assert_eq!(env["APP_URL"], "https://api.example/</script>");
    assert_eq!(env["APP_RATIO"], 0.001);
    assert_eq!(env["APP_POLL"], 90_000);
    assert_eq!(env["APP_PORTS"], serde_json::json!([80, 443]));
    assert_eq!(env["APP_FLAGS"]["__proto__"], 1);
    assert_eq!((&env["class"], &env["a.b-c"]), (&"x".into(), &"y".into()));

    // wrong uses do not compile
    let wrong = [
        ("import { WEATHER_API_KEY } from './env.client.js'; WEATHER_API_KEY;", "TS2305"),
        ("import { env } from './env.client.js'; env.PORT;", "TS2339"),
        (
            "import { APP_ZOOM } from './env.client.js'; export const zoom: string = APP_ZOOM;",
            "TS2322",
        ),
        (
            "import { APP_THEME } from './env.client.js'; export const x = APP_THEME === 'dark';",
            "TS2367",
        ),
        (
            "import { APP_NOTE } from './env.client.js'; export const x: string = APP_NOTE;",
            "TS2322",
        ),
        ("import { env } from './env.client.js'; env.APP_ZOOM = 5;", "TS2540"),
        ("import { APP_FLAGS } from './env.client.js'; APP_FLAGS.b;", "TS2339"),
    ];
    let errors = generated.errors(&wrong.map(|(program, _)| program), "");
    for ((program, code), error) in wrong.iter().zip(errors) {
        assert!(error.contains(code), "{program}\n{error}");
    }
}
