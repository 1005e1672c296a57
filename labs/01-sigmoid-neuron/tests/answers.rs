//! Judges the learner's file, `src/exercises.rs`: `cargo test -p lab01`.

fn main() {
    labkit::judge::main(lab01::judging::SOURCE, lab01::judging::exercises())
}
