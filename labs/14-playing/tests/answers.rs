//! Judges the answers in `src/exercises.rs`.

fn main() {
    labkit::judge::main(lab14::judging::SOURCE, lab14::judging::exercises())
}
