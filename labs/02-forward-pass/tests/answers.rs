//! `cargo test -p lab02`: judges `src/exercises.rs`.

fn main() {
    labkit::judge::main(env!("CARGO_MANIFEST_DIR"), lab02::judging::exercises());
}
