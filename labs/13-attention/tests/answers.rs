//! Judges the answers in `src/exercises.rs`.

fn main() {
    labkit::judge::main(lab13::judging::SOURCE, lab13::judging::exercises())
}
