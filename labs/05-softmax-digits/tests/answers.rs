//! Judges the learner's file, `src/exercises.rs`: `cargo test -p lab05`.

fn main() {
    labkit::judge::main(lab05::judging::SOURCE, lab05::judging::exercises())
}
