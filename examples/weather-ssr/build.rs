//! Typed config of both sides from `envwall.toml`.

fn main() -> Result<(), envwall_build::ConfigError> {
    envwall_build::Config::new().generate()
}
