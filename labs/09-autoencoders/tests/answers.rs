//! Judges the answers in `src/exercises.rs`.

fn main() {
    labkit::judge::main(lab09::judging::SOURCE, lab09::judging::exercises())
}
