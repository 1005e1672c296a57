//! Judges the learner's file, `src/exercises.rs`: `cargo test -p lab01`.

fn main() {
    labkit::judge::main(env!("CARGO_MANIFEST_DIR"), lab01::judging::exercises())
}
