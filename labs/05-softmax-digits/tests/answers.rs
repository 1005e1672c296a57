//! Judges the learner's file, `src/exercises.rs`: `cargo test -p lab05`.

fn main() {
    labkit::judge::main(env!("CARGO_MANIFEST_DIR"), lab05::judging::exercises())
}
