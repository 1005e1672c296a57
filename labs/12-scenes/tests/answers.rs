//! Judges the answers in `src/exercises.rs`.

fn main() {
    labkit::judge::main(lab12::judging::SOURCE, lab12::judging::exercises())
}
