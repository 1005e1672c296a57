//! No code: the manifest names features of other people's libraries.
//!
//! Cargo compiles a library anew for each set of features that is asked of it. A single lab asks for
//! fewer than all labs together, so `cargo run -p lab06` after `cargo test` would compile `ndarray` and all that
//! stands on it again. Every program of the course that computes depends on this crate, which asks for the
//! union. A test compares (`libraries_are_compiled_once`).
