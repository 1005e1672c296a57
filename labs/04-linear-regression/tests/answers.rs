//! Judges the learner's answers in `src/exercises.rs`.

fn main() {
    labkit::judge::main(env!("CARGO_MANIFEST_DIR"), lab04::judging::exercises());
}
