//! What the lesson says, asserted.

mod attention;
mod dates;
mod gpt;
mod letters;
mod memory;
mod pictures;

#[test]
fn the_judge_bites() {
    labkit::judge::prove(lab13::judging::exercises());
}
