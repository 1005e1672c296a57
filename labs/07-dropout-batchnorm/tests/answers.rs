//! Judges the answers in `src/exercises.rs`.

fn main() {
    labkit::judge::main(lab07::judging::SOURCE, lab07::judging::exercises())
}
