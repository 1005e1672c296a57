//! Judges the answers in `src/exercises.rs`.

fn main() {
    labkit::judge::main(lab15::judging::SOURCE, lab15::judging::exercises())
}
