//! Judges the answers in `src/exercises.rs`.

fn main() {
    labkit::judge::main(lab08::judging::SOURCE, lab08::judging::exercises())
}
