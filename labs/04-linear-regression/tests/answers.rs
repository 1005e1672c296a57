//! Judges the learner's answers in `src/exercises.rs`.

fn main() {
    labkit::judge::main(lab04::judging::SOURCE, lab04::judging::exercises());
}
