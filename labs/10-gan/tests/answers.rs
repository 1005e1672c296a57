//! Judges the answers in `src/exercises.rs`.

fn main() {
    labkit::judge::main(env!("CARGO_MANIFEST_DIR"), lab10::judging::exercises())
}
