//! Judges the answers in `src/exercises.rs`.

fn main() {
    labkit::judge::main(lab10::judging::SOURCE, lab10::judging::exercises())
}
