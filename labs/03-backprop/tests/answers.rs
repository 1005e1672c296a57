//! Judges `src/exercises.rs`.

fn main() {
    labkit::judge::main(env!("CARGO_MANIFEST_DIR"), lab03::judging::exercises())
}
