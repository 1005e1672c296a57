//! Judges the answers in `src/exercises.rs`.

fn main() {
    labkit::judge::main(lab11::judging::SOURCE, lab11::judging::exercises())
}
