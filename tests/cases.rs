//! Every `tests/cases/NAME.md` is a case: what it shows, commands and what they print, run in
//! `tests/cases/NAME.in`. `TRYCMD=overwrite cargo test` writes what is printed now.

#[test]
fn cases() {
    let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/*.md");
    trycmd::TestCases::new()
        .register_bin("envwall", std::path::Path::new(env!("CARGO_BIN_EXE_envwall")))
        .env("NO_COLOR", "1")
        .case(cases);
}
