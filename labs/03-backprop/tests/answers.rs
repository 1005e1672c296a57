//! Judges `src/exercises.rs`.

fn main() {
    labkit::judge::main(lab03::judging::SOURCE, lab03::judging::exercises())
}
