//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab14`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab14` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint NAME`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]
