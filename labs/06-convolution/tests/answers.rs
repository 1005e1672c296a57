//! Judges the answers in `src/exercises.rs`.

fn main() {
    labkit::judge::main(lab06::judging::SOURCE, lab06::judging::exercises())
}
