//! `cargo test -p lab02`: judges `src/exercises.rs`.

fn main() {
    labkit::judge::main(lab02::judging::SOURCE, lab02::judging::exercises());
}
