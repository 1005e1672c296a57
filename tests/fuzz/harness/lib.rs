//! One function for each kind of input that comes from outside: whatever the bytes, it may refuse them, and it must not
//! panic, run for ever, or believe what it should have checked.

mod chapter;
mod cifar;
mod commands;
mod csv;
mod idx;
mod markup;
mod picture;
mod played;
mod reviews;
mod safetensors;
mod wgsl;

/// One kind of input.
pub struct Target {
    /// Its name on the command line of `cargo fuzz`.
    pub name: &'static str,
    /// Panics where these bytes are treated wrongly.
    pub run: fn(&[u8]),
    /// Inputs that are all right, to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Words that mean something in such an input.
    pub words: &'static [&'static str],
}

/// All of them.
pub const TARGETS: [Target; 11] = [
    chapter::TARGET,
    cifar::TARGET,
    commands::TARGET,
    csv::TARGET,
    idx::TARGET,
    markup::TARGET,
    picture::TARGET,
    played::TARGET,
    reviews::TARGET,
    safetensors::TARGET,
    wgsl::TARGET,
];

/// The target with this name.
///
/// # Panics
/// If there is none.
pub fn target(name: &str) -> &'static Target {
    let found = TARGETS.iter().find(|target| target.name == name);
    found.unwrap_or_else(|| panic!("no target is called {name}"))
}
